using Microsoft.Extensions.DependencyInjection;
using TraceClient.Testing;

namespace TraceClient.Tests.Contract;

/// <summary>A client of one source of a simulator whose retries take no time.</summary>
internal static class ContractClient
{
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
                source.Resilience = new ResilienceOptions
                {
                    AttemptTimeout = TimeSpan.FromMinutes(10),
                    TotalTimeout = TimeSpan.FromMinutes(20),
                    BodyIdleTimeout = TimeSpan.FromMinutes(10),
                };
                configure?.Invoke(options);
            },
            builder =>
            {
                builder.Services.AddSingleton(clock);
                services?.Invoke(builder.Services);
            });
}
