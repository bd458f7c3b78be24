using System.CommandLine;
using TraceClient.Otlp;
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
        if (arguments.GetValue(GlobalOptions.File) is { Length: > 0 } paths)
        {
            return arguments.GetValue(GlobalOptions.Demo)
                ? throw new UsageException("--file and --demo exclude each other.")
                : await OpenFilesAsync(paths, cancellationToken);
        }

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

    /// <summary>The traces of files and folders, under their own references.</summary>
    public static async Task<TraceSupply> OpenFilesAsync(IEnumerable<string> paths, CancellationToken cancellationToken) =>
        new((await TraceArchive.OpenAsync(paths, cancellationToken: cancellationToken)).CreateClient(), simulator: null);

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        if (_simulator is not null)
            await _simulator.DisposeAsync();
    }
}
