using System.CommandLine;
using TraceClient.Otlp;
using TraceClient.Replication;
using TraceClient.Testing;

namespace TraceClient.Tool;

/// <summary>Owns the client that a command uses: for the services, a simulator, files or a store.</summary>
internal sealed class ClientHost : IAsyncDisposable
{
    private readonly TraceSimulator? _simulator;
    private readonly ToolStore? _store;

    private ClientHost(TraceClientsOptions options, string sources, TraceSimulator? simulator = null)
    {
        (Options, LastList, _simulator) = (options, LastList.Of(sources), simulator);
        Client = TraceClients.Create(
            used => (used.Calyptia, used.Kubiya, used.Galtea) = (options.Calyptia, options.Kubiya, options.Galtea));
    }

    private ClientHost(TraceArchive archive, string sources) =>
        (Options, LastList, Client) = (new TraceClientsOptions(), LastList.Of(sources), archive.CreateClient());

    private ClientHost(ToolStore store, StandaloneTraceClient client) =>
        (Options, LastList, Client, _store) = (new TraceClientsOptions(), LastList.Of($"store\n{store.Identity}"), client, store);

    public StandaloneTraceClient Client { get; }

    /// <summary>Gets the options of the client; empty for files and stores.</summary>
    public TraceClientsOptions Options { get; }

    /// <summary>Gets the settings of the sources; null for files and stores.</summary>
    public IReadOnlyList<SourceSettings>? Sources { get; private init; }

    /// <summary>Gets the last list of the same sources.</summary>
    public LastList LastList { get; }

    /// <summary>Opens a store, or what the other options name.</summary>
    public static async Task<ClientHost> OpenAsync(ParseResult arguments, MessageWriter messages, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(GlobalOptions.Store) is not { } target)
            return await OpenSourcesAsync(arguments, messages, cancellationToken);
        return arguments.GetValue(GlobalOptions.Demo) || arguments.GetValue(GlobalOptions.File) is { Length: > 0 }
            ? throw new UsageException("--store cannot be used with --file or --demo, except by tracectl sync.", "tracectl sync --help")
            : await OpenStoreAsync(ToolStore.Open(target, StoreAccess.Read), cancellationToken);
    }

    /// <summary>Opens the services, a simulator or files.</summary>
    public static async Task<ClientHost> OpenSourcesAsync(
        ParseResult arguments, MessageWriter messages, CancellationToken cancellationToken)
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
            return new ClientHost(options, "demo", simulator) { Sources = DemoSettings.Of(simulator) };
        }

        var configuration = ToolConfiguration.Read(arguments, messages);
        return new ClientHost(configuration.ToOptions(), configuration.Identity) { Sources = configuration.Sources };
    }

    /// <summary>Opens files and folders.</summary>
    public static async Task<ClientHost> OpenFilesAsync(
        IReadOnlyCollection<string> paths, MessageWriter messages, CancellationToken cancellationToken)
    {
        var archive = await TraceArchive.OpenAsync(paths, cancellationToken: cancellationToken);
        foreach (var warning in archive.Warnings)
            messages.Warn(warning);
        var full = paths.Select(path => Path.GetFullPath(path)).Order(StringComparer.Ordinal);
        return new ClientHost(archive, string.Join('\n', full.Prepend("files")));
    }

    private static async Task<ClientHost> OpenStoreAsync(ToolStore store, CancellationToken cancellationToken)
    {
        try
        {
            return new ClientHost(store, await store.Store.CreateClientAsync(cancellationToken));
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        if (_store is not null)
            await _store.DisposeAsync();
        if (_simulator is not null)
            await _simulator.DisposeAsync();
    }
}
