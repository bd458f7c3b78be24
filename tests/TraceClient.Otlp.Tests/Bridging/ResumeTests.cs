using TraceClient.Otlp.Tests.Exporting;

namespace TraceClient.Otlp.Tests.Bridging;

/// <summary>The bridge is stopped at random points, in every way there is, and started again: nothing is lost.</summary>
public sealed class ResumeTests
{
    private const int MostStops = 200;

    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    public static TheoryData<int> FewSeeds => [.. Enumerable.Range(1, 6)];

    public static TheoryData<int> ManySeeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(FewSeeds))]
    public async Task All_traces_of_the_three_services_arrive_however_often_the_bridge_is_stopped(int seed)
    {
        await using var simulator = await Bridges.SimulatorAsync();
        await using var client = Bridges.ClientOf(simulator);
        await using var collector = new Collector();
        using var folder = new TemporaryFolder();
        var expected = await Bridges.SpansOfAsync(client);

        await RunWithStopsAsync(client, collector, folder, new Random(seed));

        Bridges.AssertArrived(expected, collector);
    }

    [Theory]
    [MemberData(nameof(ManySeeds))]
    public async Task All_traces_of_any_list_arrive_however_often_the_bridge_is_stopped(int seed)
    {
        var random = new Random(seed);
        ListedSource[] sources = [MakeSource("one", random), MakeSource("two", random)];
        await using var client = Bridges.ClientOf(sources);
        await using var collector = new Collector();
        using var folder = new TemporaryFolder();

        await RunWithStopsAsync(
            client, collector, folder, random, beforeRun: () => Array.ForEach(sources, source => Change(source, random)));

        var expected = sources.SelectMany(source => source.Entries).SelectMany(entry => Bridges.IdsOf(entry.Trace));
        Bridges.AssertArrived(expected, collector);
    }

    [Theory]
    [MemberData(nameof(ManySeeds))]
    public async Task A_run_after_the_last_one_sends_nothing_and_reads_only_what_may_have_grown(int seed)
    {
        var random = new Random(seed);
        var source = MakeSource("one", random);
        await using var client = Bridges.ClientOf(source);
        await using var collector = new Collector();
        using var folder = new TemporaryFolder();
        await RunWithStopsAsync(client, collector, folder, random);
        var (requests, reads) = (collector.Requests.Count, source.Reads.Count);

        await using var exporter = Bridges.To(collector);
        var result = await exporter.BridgeAsync(
            client, options: new OtlpBridgeOptions { CheckpointPath = folder.File(), Overlap = Overlap }, cancellationToken: Bridges.Token);

        Assert.Equal((0, 0), (result.Exported, result.Failed));
        Assert.Equal(requests, collector.Requests.Count);
        Assert.Equal(source.Entries.Count(entry => !entry.Trace.IsComplete), source.Reads.Count - reads);
    }

    private static async Task RunWithStopsAsync(
        ITraceClient client, Collector collector, TemporaryFolder folder, Random random, Action? beforeRun = null)
    {
        var isDone = false;
        for (var run = 1; !isDone; run++)
        {
            Assert.True(run < MostStops, "The bridge never comes to its end.");
            if (random.Next(3) == 0)
                beforeRun?.Invoke();
            isDone = await RunAsync(client, collector, folder, random, mayStop: run < MostStops / 2);
        }
    }

    /// <summary>One run, stopped at a random point; true when it came to its end before.</summary>
    private static async Task<bool> RunAsync(ITraceClient client, Collector collector, TemporaryFolder folder, Random random, bool mayStop)
    {
        var options = new OtlpBridgeOptions
        {
            CheckpointPath = folder.File(),
            CheckpointInterval = random.Next(2) == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(5),
            MaxParallelReads = random.Next(1, 6),
            Overlap = Overlap,
        };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Bridges.Token);
        var way = mayStop ? random.Next(3) : -1;
        var stopAt = collector.Requests.Count + random.Next(1, 12);
        var copy = folder.File("copy.json");
        collector.OnRequest = async count =>
        {
            if (count < stopAt)
                return;
            if (way == 0)
                await stop.CancelAsync();
            else if (way == 1)
                stop.CancelAfter(TimeSpan.Zero);
            else if (way == 2 && !stop.IsCancellationRequested)
                await CutAsync(options.CheckpointPath, copy, stop);
        };

        await using var exporter = Bridges.To(collector, maxBatchSpans: random.Next(3, 30));
        try
        {
            await exporter.BridgeAsync(client, options: options, cancellationToken: stop.Token);
            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !Bridges.Token.IsCancellationRequested)
        {
            if (way == 2)
                Restore(copy, options.CheckpointPath);
            return false;
        }
    }

    /// <summary>What is on the disk at the moment at which a process is
    /// killed is kept, since the bridge here goes on for a moment.</summary>
    private static async Task CutAsync(string checkpoint, string copy, CancellationTokenSource stop)
    {
        File.Delete(copy);
        if (File.Exists(checkpoint))
            File.Copy(checkpoint, copy);
        await stop.CancelAsync();
    }

    private static void Restore(string copy, string checkpoint)
    {
        if (File.Exists(copy))
            File.Copy(copy, checkpoint, overwrite: true);
        else
            File.Delete(checkpoint);
    }

    /// <summary>A list as sources have them: ties, stretches without a trace, some
    /// out of order, some without a time, some that have not ended.</summary>
    private static ListedSource MakeSource(string name, Random random)
    {
        var source = new ListedSource(name);
        var span = TimeSpan.FromMinutes(random.Next(1, 600));
        var times = Enumerable.Range(0, random.Next(1, 60))
            .Select(_ => Bridges.Now - TimeSpan.FromMinutes(1) - TimeSpan.FromSeconds((int)(random.NextDouble() * span.TotalSeconds)));
        var inOrder = times.OrderByDescending(time => time + (random.NextDouble() * Overlap / 2)).Select(time => (DateTimeOffset?)time);
        var withoutTime = Enumerable.Repeat((DateTimeOffset?)null, random.Next(2) * random.Next(4));
        foreach (var (i, time) in inOrder.Concat(withoutTime).Index())
            source.Add($"trace-{i}", time, spans: random.Next(1, 6), isComplete: time is null || random.Next(10) > 0);
        return source;
    }

    /// <summary>What happens between two runs: a trace is recorded, maybe late, and another one grows.</summary>
    private static void Change(ListedSource source, Random random)
    {
        source.Insert(0, $"new-{source.Entries.Count}", Bridges.Now - TimeSpan.FromSeconds(random.Next(60, 300)), spans: random.Next(1, 6));
        if (source.Entries.Find(entry => !entry.Trace.IsComplete) is { Trace: { } running })
            source.Set(running.Id, running.Spans.Count + 1, isComplete: random.Next(2) == 0);
    }
}
