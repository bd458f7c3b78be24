using System.CommandLine;
using TraceClient.Otlp;
using TraceClient.Testing;

namespace TraceClient.Tool;

/// <summary>Where the traces come from.</summary>
internal sealed class TraceSupply : IAsyncDisposable
{
    private readonly TraceSimulator? _simulator;

    private TraceSupply(TraceClientsOptions options, TraceSimulator? simulator)
    {
        (Options, _simulator) = (options, simulator);
        Client = TraceClients.Create(
            used => (used.Calyptia, used.Kubiya, used.Galtea) = (options.Calyptia, options.Kubiya, options.Galtea));
    }

    private TraceSupply(TraceArchive archive) => (Options, Client) = (new TraceClientsOptions(), archive.CreateClient());

    public StandaloneTraceClient Client { get; }

    /// <summary>What the client was made from; nothing is set in it where the traces are files'.</summary>
    public TraceClientsOptions Options { get; }

    public static async Task<TraceSupply> OpenAsync(ParseResult arguments, Notices notices, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(GlobalOptions.File) is { Length: > 0 } paths)
        {
            return arguments.GetValue(GlobalOptions.Demo)
                ? throw new UsageException("--file and --demo exclude each other.")
                : await OpenFilesAsync(paths, notices, cancellationToken);
        }

        if (arguments.GetValue(GlobalOptions.Demo))
        {
            var simulator = await TraceSimulator.StartAsync(cancellationToken: cancellationToken);
            notices.Say("These are a simulator's traces, not yours.");
            var options = new TraceClientsOptions();
            simulator.Configure(options);
            return new TraceSupply(options, simulator);
        }

        return new TraceSupply(ToolConfiguration.Read(arguments, notices).ToOptions(), simulator: null);
    }

    /// <summary>The traces of files and folders, under their own references.</summary>
    public static async Task<TraceSupply> OpenFilesAsync(IEnumerable<string> paths, Notices notices, CancellationToken cancellationToken)
    {
        var archive = await TraceArchive.OpenAsync(paths, cancellationToken: cancellationToken);
        foreach (var warning in archive.Warnings)
            notices.Warn(warning);
        return new TraceSupply(archive);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        if (_simulator is not null)
            await _simulator.DisposeAsync();
    }
}
