using System.CommandLine;
using TraceClient.Otlp;
using TraceClient.Testing;

namespace TraceClient.Tool;

/// <summary>Owns the client that a command uses: for the services, a simulator or files.</summary>
internal sealed class ClientHost : IAsyncDisposable
{
    private readonly TraceSimulator? _simulator;

    private ClientHost(TraceClientsOptions options, TraceSimulator? simulator)
    {
        (Options, _simulator) = (options, simulator);
        Client = TraceClients.Create(
            used => (used.Calyptia, used.Kubiya, used.Galtea) = (options.Calyptia, options.Kubiya, options.Galtea));
    }

    private ClientHost(TraceArchive archive) => (Options, Client) = (new TraceClientsOptions(), archive.CreateClient());

    public StandaloneTraceClient Client { get; }

    /// <summary>Gets the options of the client; empty for files.</summary>
    public TraceClientsOptions Options { get; }

    public static async Task<ClientHost> OpenAsync(ParseResult arguments, MessageWriter messages, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(GlobalOptions.File) is { Length: > 0 } paths)
        {
            return arguments.GetValue(GlobalOptions.Demo)
                ? throw new UsageException("--file and --demo cannot be used together.")
                : await OpenFilesAsync(paths, messages, cancellationToken);
        }

        if (arguments.GetValue(GlobalOptions.Demo))
        {
            var simulator = await TraceSimulator.StartAsync(cancellationToken: cancellationToken);
            messages.Info("Showing simulated traces.");
            var options = new TraceClientsOptions();
            simulator.Configure(options);
            return new ClientHost(options, simulator);
        }

        return new ClientHost(ToolConfiguration.Read(arguments, messages).ToOptions(), simulator: null);
    }

    /// <summary>Opens files and folders.</summary>
    public static async Task<ClientHost> OpenFilesAsync(
        IEnumerable<string> paths, MessageWriter messages, CancellationToken cancellationToken)
    {
        var archive = await TraceArchive.OpenAsync(paths, cancellationToken: cancellationToken);
        foreach (var warning in archive.Warnings)
            messages.Warn(warning);
        return new ClientHost(archive);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        if (_simulator is not null)
            await _simulator.DisposeAsync();
    }
}
