using System.CommandLine;
using TraceClient.Testing;

namespace TraceClient.Tool;

/// <summary>Where the traces come from.</summary>
internal sealed class TraceSupply : IAsyncDisposable
{
    private readonly TraceSimulator? _simulator;

    private TraceSupply(StandaloneTraceClient client, TraceSimulator? simulator) => (Client, _simulator) = (client, simulator);

    public StandaloneTraceClient Client { get; }

    public static async Task<TraceSupply> OpenAsync(ParseResult arguments, Notices notices, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(GlobalOptions.Demo))
        {
            var simulator = await TraceSimulator.StartAsync(cancellationToken: cancellationToken);
            notices.Say("These are a simulator's traces, not yours.");
            return new TraceSupply(TraceClients.Create(simulator.Configure), simulator);
        }

        var options = new TraceClientsOptions().ReadEnvironment();
        if (options is { Calyptia.IsConfigured: false, Kubiya.IsConfigured: false, Galtea.IsConfigured: false })
            throw new UsageException("No source is configured: no token was found.", "tracectl list --demo, or tracectl config init");
        return new TraceSupply(TraceClients.Create(configured => configured.ReadEnvironment()), simulator: null);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        if (_simulator is not null)
            await _simulator.DisposeAsync();
    }
}
