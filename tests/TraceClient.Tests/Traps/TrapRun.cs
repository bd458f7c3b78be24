using TraceClient.Testing;
using TraceClient.Tests.Contract;

namespace TraceClient.Tests.Traps;

/// <summary>A simulator of one source with a habit of the real service, and a client of it.</summary>
internal sealed class TrapRun : IAsyncDisposable
{
    private TrapRun(TraceSimulator simulator, AutoAdvancingTimeProvider time, StandaloneTraceClient client) =>
        (Simulator, Time, Client) = (simulator, time, client);

    public TraceSimulator Simulator { get; }

    /// <summary>Gets the client's clock.</summary>
    public AutoAdvancingTimeProvider Time { get; }

    public StandaloneTraceClient Client { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<TrapRun> StartAsync(
        ContractSubject subject, int traces, Action<TraceSimulatorOptions>? simulate = null, Action<TraceClientsOptions>? configure = null)
    {
        var simulator = await TraceSimulator.StartAsync(
            options =>
            {
                options.TimeProvider = new FakeTimeProvider(ContractClient.SimulatorTime);
                subject.Size(options, traces);
                simulate?.Invoke(options);
            },
            Token);
        var time = new AutoAdvancingTimeProvider();
        return new TrapRun(simulator, time, ContractClient.Connect(simulator, subject, time, configure));
    }

    public Task<List<TraceSummary>> ListAsync(TraceQuery? query = null) => Client.ListTracesAsync(query, Token).ToListAsync(Token).AsTask();

    public Task<Trace> GetAsync(string source, string id) => Client.GetTraceAsync(new TraceReference(source, id), Token);

    /// <summary>All traces with their spans, newest first.</summary>
    public async Task<List<Trace>> ReadAsync(TraceQuery? query = null)
    {
        var traces = new List<Trace>();
        foreach (var summary in await ListAsync(query))
            traces.Add(await Client.GetTraceAsync(summary.Reference, Token));
        return traces;
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Simulator.DisposeAsync();
    }
}
