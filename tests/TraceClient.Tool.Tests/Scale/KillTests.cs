using System.Globalization;
using TraceClient.Otlp;
using TraceClient.Otlp.Tests.Exporting;
using TraceClient.Testing;

namespace TraceClient.Tool.Tests.Scale;

/// <summary>Tests that an export that is killed every few seconds makes progress and loses nothing.</summary>
[Trait("Category", "slow")]
public sealed class KillTests : IAsyncLifetime
{
    private const int MostRuns = 60;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tracectl-killed-");
    private readonly Collector _collector = new();
    private TraceSimulator _simulator = null!;

    public async ValueTask InitializeAsync() => _simulator = await TraceSimulator.StartAsync(
        options => (options.Seed, options.Kubiya.Traces, options.Galtea.Traces, options.Calyptia.Pipelines) = (7, 40, 0, 0));

    public async ValueTask DisposeAsync()
    {
        await _collector.DisposeAsync();
        await _simulator.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task All_spans_arrive_although_the_export_is_killed_every_few_seconds()
    {
        if (OperatingSystem.IsWindows())
            return;
        var expected = await SpansOfSimulatorAsync();
        _simulator.Faults.On(SimulatedService.Kubiya).When(request => request.Path.Count(c => c == '/') > 3).Delay(
            TimeSpan.FromSeconds(1.5));
        var random = new Random(1);
        var spansAfterRuns = new List<int>();

        for (var run = 1; ; run++)
        {
            Assert.True(run <= MostRuns, $"Not complete. Spans after each run: {string.Join(' ', spansAfterRuns)}");
            var isComplete = await RunAsync(TimeSpan.FromSeconds(1 + (3 * random.NextDouble())));
            spansAfterRuns.Add((await SpansOfCollectorAsync()).Count);
            if (isComplete)
                break;
        }

        Assert.Equal(expected, await SpansOfCollectorAsync());
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{expected.Count} spans. After each run: {string.Join(' ', spansAfterRuns)}"));
    }

    private async Task<bool> RunAsync(TimeSpan lifetime)
    {
        await using var process = TracectlProcess.Start(
            _simulator, "export", "--to", _collector.Endpoint.ToString(), "--checkpoint", Path.Combine(_folder.FullName, "checkpoint"));
        try
        {
            return await process.WaitUnreadAsync().WaitAsync(lifetime) == 0;
        }
        catch (TimeoutException)
        {
            process.Interrupt("KILL");
            await process.WaitUnreadAsync();
            return false;
        }
    }

    private async Task<SortedSet<string>> SpansOfSimulatorAsync()
    {
        await using var client = TraceClients.Create(_simulator.Configure);
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var summary in client.ListTracesAsync(new TraceQuery { Sources = ["kubiya"] }))
            ids.UnionWith(IdsOf(await client.GetTraceAsync(summary.Reference)));
        return ids;
    }

    private async Task<SortedSet<string>> SpansOfCollectorAsync()
    {
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var request in _collector.Requests)
        {
            await foreach (var trace in new OtlpReader().ReadTracesAsync(new MemoryStream(request.Body)))
                ids.UnionWith(IdsOf(trace));
        }

        return ids;
    }

    private static IEnumerable<string> IdsOf(Trace trace) => trace.Spans.Select(span => $"{trace.Reference}/{span.Id}");
}
