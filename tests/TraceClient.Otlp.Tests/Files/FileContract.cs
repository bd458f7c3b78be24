using TraceClient.Testing;
using TraceClient.Tests;
using TraceClient.Tests.Contract;

namespace TraceClient.Otlp.Tests.Files;

/// <summary>The contract of all sources, asked of files that hold what a service holds.</summary>
public abstract class FileContract : SourceContract, IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes all that the service has.</summary>
    private protected abstract Task SaveAsync(TraceSimulator simulator, StandaloneTraceClient online, TempFolder folder);

    private protected sealed override async Task<StandaloneTraceClient> ConnectAsync(
        TraceSimulator simulator, Action<TraceClientsOptions>? configure = null)
    {
        await using (var online = ContractClient.Connect(simulator, Subject, new AutoAdvancingTimeProvider(), configure))
            await SaveAsync(simulator, online, _folder);
        return TraceClients.Create(_ => { }, builder => builder.AddSource(_ => new FileTraceSource(Subject.Name, [_folder.Path])));
    }
}
