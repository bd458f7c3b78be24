using Microsoft.Extensions.Diagnostics.HealthChecks;
using TraceClient;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds health checks of trace sources.</summary>
public static class TraceClientHealthChecksBuilderExtensions
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Adds a check for each configured source of every client that
    /// <c>AddTraceClients</c> registers, sources of your own and keyed clients included.</summary>
    /// <remarks>
    /// <para>
    /// A check is named <c>traceclient:kubiya</c>, for a keyed client <c>traceclient:tenant-a:kubiya</c>,
    /// and tagged <c>traceclient</c>, with the name of the source, with the key, and with
    /// <paramref name="tags"/>. It sends the request that <see cref="ITraceSource.PingAsync"/> sends.
    /// </para>
    /// <para>
    /// A result is kept for 60 seconds, since a probe may come often: Kubiya allows 100 requests a minute, and a list there creates traces.
    /// </para>
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="failureStatus">The status of a source that cannot be read; null for <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Further tags; null for none.</param>
    /// <param name="timeout">The longest time of one check; null for 15 seconds.</param>
    /// <returns>The builder.</returns>
    public static IHealthChecksBuilder AddTraceClients(
        this IHealthChecksBuilder builder, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        string[] furtherTags = [.. tags ?? []];

        // Which sources there are is known only when the options are.
        builder.Services.AddOptions<HealthCheckServiceOptions>().Configure<IServiceProvider>((options, services) =>
        {
            foreach (var registration in Registrations(services, failureStatus, furtherTags, timeout ?? DefaultTimeout))
                options.Registrations.Add(registration);
        });
        return builder;
    }

    private static IEnumerable<HealthCheckRegistration> Registrations(
        IServiceProvider services, HealthStatus? failureStatus, string[] tags, TimeSpan timeout)
    {
        var timeProvider = services.GetService<TimeProvider>() ?? TimeProvider.System;
        foreach (var key in services.GetServices<ClientKey>().Select(client => client.Value))
        {
            foreach (var source in services.GetRequiredKeyedService<ITraceClient>(key).Sources)
            {
                var check = new SourceHealthCheck(source, timeProvider);
                string[] names = key.Length == 0 ? ["traceclient", source.Name] : ["traceclient", key, source.Name];
                yield return new HealthCheckRegistration(string.Join(':', names), _ => check, failureStatus, names.Concat(tags), timeout);
            }
        }
    }
}
