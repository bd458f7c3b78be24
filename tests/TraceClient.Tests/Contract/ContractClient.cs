using Microsoft.Extensions.DependencyInjection;
using TraceClient.Testing;

namespace TraceClient.Tests.Contract;

/// <summary>A client of one source of a simulator whose retries take no time.</summary>
internal static class ContractClient
{
    /// <summary>Gets the time of the simulators, shortly before that of the
    /// clients, so that their data set is the same in every run.</summary>
    public static DateTimeOffset SimulatorTime { get; } = new(2026, 11, 22, 11, 59, 0, TimeSpan.Zero);

    /// <summary>Creates options whose timeouts are longer than the waits that the clock skips.</summary>
    public static ResilienceOptions LongTimeouts() => new()
    {
        AttemptTimeout = TimeSpan.FromMinutes(10),
        TotalTimeout = TimeSpan.FromMinutes(20),
        BodyIdleTimeout = TimeSpan.FromMinutes(10),
    };

    public static StandaloneTraceClient Connect(
        TraceSimulator simulator,
        ContractSubject subject,
        TimeProvider clock,
        Action<TraceClientsOptions>? configure = null,
        Action<IServiceCollection>? services = null) =>
        TraceClients.Create(
            options =>
            {
                simulator.Configure(options);
                (options.Calyptia.Enabled, options.Kubiya.Enabled, options.Galtea.Enabled) = (false, false, false);
                var source = subject.OptionsOf(options);
                source.Enabled = true;
                source.Resilience = LongTimeouts();
                configure?.Invoke(options);
            },
            builder =>
            {
                builder.Services.AddSingleton(clock);
                services?.Invoke(builder.Services);
            });
}
