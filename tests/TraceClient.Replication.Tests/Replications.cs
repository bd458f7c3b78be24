using Microsoft.Extensions.DependencyInjection;
using TraceClient.Testing;
using TraceClient.Tests;

namespace TraceClient.Replication.Tests;

/// <summary>What the tests of replication have in common: clients, runs and what was written.</summary>
internal static class Replications
{
    /// <summary>Gets the time of <see cref="AutoAdvancingTimeProvider"/>.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Task<TraceSimulator> SimulatorAsync(Action<TraceSimulatorOptions>? configure = null) => TraceSimulator.StartAsync(
        options =>
        {
            options.TimeProvider = new FakeTimeProvider(Now.AddMinutes(-1));
            (options.Kubiya.Traces, options.Galtea.Traces, options.Calyptia.Pipelines) = (12, 12, 1);
            configure?.Invoke(options);
        },
        Token);

    /// <summary>Creates a client whose retries take no time, and whose timeouts are longer than the waits that its clock skips.</summary>
    public static StandaloneTraceClient ClientOf(TraceSimulator simulator) => TraceClients.Create(
        options =>
        {
            simulator.Configure(options);
            foreach (var source in new TraceSourceOptions[] { options.Calyptia, options.Kubiya, options.Galtea })
            {
                source.Resilience = new ResilienceOptions
                {
                    AttemptTimeout = TimeSpan.FromMinutes(10),
                    TotalTimeout = TimeSpan.FromMinutes(20),
                    BodyIdleTimeout = TimeSpan.FromMinutes(10),
                };
            }
        },
        WithOwnClock);

    public static StandaloneTraceClient ClientOf(params ListedSource[] sources) => TraceClients.Create(_ => { }, builder =>
    {
        WithOwnClock(builder);
        foreach (var source in sources)
            builder.AddSource(_ => source);
    });

    /// <summary>Runs a replication whose clock stands still.</summary>
    public static Task<ReplicationResult> RunAsync(
        ITraceClient client, ITraceSink sink, ReplicationOptions? options = null, TraceQuery? query = null,
        CancellationToken? cancellationToken = null) =>
        new TraceReplicator(client, sink, options, new FakeTimeProvider(Now)).RunAsync(query, cancellationToken ?? Token);

    public static ListedSource SourceOf(int traces)
    {
        var source = new ListedSource();
        for (var i = 0; i < traces; i++)
            source.Add($"trace-{i}", Now.AddMinutes(-1 - i));
        return source;
    }

    /// <summary>Reads the ids of all spans of a client.</summary>
    public static async Task<SortedSet<string>> SpansOfAsync(ITraceClient client, TraceQuery? query = null)
    {
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var summary in client.ListTracesAsync(query, Token))
            ids.UnionWith(IdsOf(await client.GetTraceAsync(summary.Reference, Token)));
        return ids;
    }

    public static IEnumerable<string> IdsOf(Trace trace) => trace.Spans.Select(span => $"{trace.Reference}/{span.Id}");

    public static IEnumerable<string> IdsOf(params ListedSource[] sources) =>
        sources.SelectMany(source => source.Entries).SelectMany(entry => IdsOf(entry.Trace));

    /// <summary>Asserts that a trace that runs is written when it is found, when it has grown, and not in between.</summary>
    public static async Task AssertGrowthIsWrittenAsync(ListedSource source, Func<Task<ReplicationResult>> run)
    {
        source.Add("running", Now.AddMinutes(-2), spans: 2, isComplete: false);
        var first = await run();
        var unchanged = await run();
        source.Set("running", spans: 3, isComplete: true);

        var grown = await run();
        var done = await run();

        Assert.Equal((1, 1), (first.Written, first.Unfinished));
        Assert.Equal((0, 1), (unchanged.Written, unchanged.Unfinished));
        Assert.Equal((1, 0), (grown.Written, grown.Unfinished));
        Assert.Equal((0, 3), (done.Written, source.Reads.Count));
    }

    /// <summary>Asserts that the sink has these spans, each at least once.</summary>
    public static void AssertWritten(IEnumerable<string> expected, MemorySink sink) => Assert.Equal(
        expected.Order(StringComparer.Ordinal), sink.SpanIds.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static void WithOwnClock(TraceClientsBuilder builder) =>
        builder.Services.AddSingleton<TimeProvider>(new AutoAdvancingTimeProvider());
}
