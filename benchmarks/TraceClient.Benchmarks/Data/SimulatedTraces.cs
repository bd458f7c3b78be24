using Microsoft.Extensions.Time.Testing;
using TraceClient.Testing;

namespace TraceClient.Benchmarks;

/// <summary>Traces of all three sources, fetched from the simulator as a user fetches them.</summary>
internal static class SimulatedTraces
{
    private const int MaxSpans = 10_000;

    // Traces have 3 to 20 spans, 11.5 on average: enough of them, but not many more.
    private const int TracesPerSource = MaxSpans / 3 / 10;

    private static readonly Lazy<List<Trace>> All = new(() => FetchAsync().GetAwaiter().GetResult());

    /// <summary>So many spans or a few more, in whole traces, one of each source in turn.</summary>
    public static Trace[] Take(int spans)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(spans, MaxSpans);
        var traces = new List<Trace>();
        foreach (var trace in All.Value)
        {
            if (spans <= 0)
                break;
            traces.Add(trace);
            spans -= trace.Spans.Count;
        }

        return spans <= 0 ? [.. traces] : throw new InvalidOperationException("The simulator has too few spans.");
    }

    private static async Task<List<Trace>> FetchAsync()
    {
        await using var simulator = await TraceSimulator.StartAsync(options =>
        {
            options.TimeProvider = new FakeTimeProvider(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));
            options.Calyptia.TracesPerSession = TracesPerSource / options.Calyptia.Pipelines / options.Calyptia.SessionsPerPipeline;
            options.Kubiya.Traces = TracesPerSource;
            options.Galtea.Traces = TracesPerSource;
        });
        await using var client = TraceClients.Create(simulator.Configure);
        var sources = new List<List<Trace>>();
        foreach (var source in client.Sources)
            sources.Add(await FetchAsync(client, source.Name));

        var inTurn = new List<Trace>();
        for (var i = 0; i < sources.Max(traces => traces.Count); i++)
            inTurn.AddRange(sources.Where(traces => i < traces.Count).Select(traces => traces[i]));
        return inTurn;
    }

    private static async Task<List<Trace>> FetchAsync(ITraceClient client, string source)
    {
        var traces = new List<Trace>();
        await foreach (var summary in client.ListTracesAsync(new TraceQuery { Sources = [source] }))
            traces.Add(await client.GetTraceAsync(summary.Reference));
        return traces;
    }
}
