namespace TraceClient.Replication.Tests;

/// <summary>Tests that nothing is lost when runs are stopped at random points, in every way, and started again.</summary>
public sealed class ResumeTests
{
    private const int MostStops = 200;

    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    public static TheoryData<int> FewSeeds => [.. Enumerable.Range(1, 6)];

    public static TheoryData<int> ManySeeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(FewSeeds))]
    public async Task All_traces_of_the_three_services_arrive_however_often_the_run_is_stopped(int seed)
    {
        await using var simulator = await Replications.SimulatorAsync();
        await using var client = Replications.ClientOf(simulator);
        var sink = new MemorySink();
        using var folder = new TemporaryFolder();
        var expected = await Replications.SpansOfAsync(client);

        await RunWithStopsAsync(client, sink, folder, new Random(seed));

        Replications.AssertWritten(expected, sink);
    }

    [Theory]
    [MemberData(nameof(ManySeeds))]
    public async Task All_traces_of_any_list_arrive_however_often_the_run_is_stopped(int seed)
    {
        var random = new Random(seed);
        ListedSource[] sources = [MakeSource("one", random), MakeSource("two", random)];
        await using var client = Replications.ClientOf(sources);
        var sink = new MemorySink();
        using var folder = new TemporaryFolder();

        await RunWithStopsAsync(
            client, sink, folder, random, beforeRun: () => Array.ForEach(sources, source => Change(source, random)));

        Replications.AssertWritten(Replications.IdsOf(sources), sink);
    }

    [Theory]
    [MemberData(nameof(ManySeeds))]
    public async Task A_run_after_the_last_one_sends_nothing_and_reads_only_what_may_have_grown(int seed)
    {
        var random = new Random(seed);
        var source = MakeSource("one", random);
        await using var client = Replications.ClientOf(source);
        var sink = new MemorySink();
        using var folder = new TemporaryFolder();
        await RunWithStopsAsync(client, sink, folder, random);
        var (requests, reads) = (sink.Writes, source.Reads.Count);

        var result = await Replications.RunAsync(
            client, sink, new ReplicationOptions { CheckpointPath = folder.File(), Overlap = Overlap });

        Assert.Equal((0, 0), (result.Written, result.Failed));
        Assert.Equal(requests, sink.Writes);
        Assert.Equal(source.Entries.Count(entry => !entry.Trace.IsComplete), source.Reads.Count - reads);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Twenty_runs_that_are_cancelled_after_a_few_traces_and_one_more_write_each_trace_once(int parallel)
    {
        var source = Replications.SourceOf(150);
        await using var client = Replications.ClientOf(source);
        using var folder = new TemporaryFolder();
        var sink = new MemorySink();
        var options = new ReplicationOptions { CheckpointPath = folder.File(), BatchSize = 1, MaxParallelReads = parallel };

        for (var run = 1; run <= 20; run++)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Replications.Token);
            var last = sink.Writes + 7;
            sink.OnWrite = count => count == last ? stop.CancelAsync() : Task.CompletedTask;
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => Replications.RunAsync(client, sink, options, cancellationToken: stop.Token));
        }

        sink.OnWrite = _ => Task.CompletedTask;
        await Replications.RunAsync(client, sink, options);

        Assert.Equal(Replications.IdsOf(source).Order(StringComparer.Ordinal), sink.SpanIds.Order(StringComparer.Ordinal));
    }

    private static async Task RunWithStopsAsync(
        ITraceClient client, MemorySink sink, TemporaryFolder folder, Random random, Action? beforeRun = null)
    {
        var isDone = false;
        for (var run = 1; !isDone; run++)
        {
            Assert.True(run < MostStops, "The run never comes to its end.");
            if (random.Next(3) == 0)
                beforeRun?.Invoke();
            isDone = await RunAsync(client, sink, folder, random, mayStop: run < MostStops / 2);
        }
    }

    /// <summary>One run, stopped at a random point; true when it came to its end before.</summary>
    private static async Task<bool> RunAsync(ITraceClient client, MemorySink sink, TemporaryFolder folder, Random random, bool mayStop)
    {
        var options = new ReplicationOptions
        {
            CheckpointPath = folder.File(),
            CheckpointInterval = random.Next(2) == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(5),
            MaxParallelReads = random.Next(1, 6),
            BatchSize = random.Next(1, 8),
            Overlap = Overlap,
        };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Replications.Token);
        var way = mayStop ? random.Next(3) : -1;
        var stopAt = sink.Writes + random.Next(1, 12);
        var copy = folder.File("copy.json");
        sink.OnWrite = async count =>
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

        try
        {
            await Replications.RunAsync(client, sink, options, cancellationToken: stop.Token);
            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !Replications.Token.IsCancellationRequested)
        {
            if (way == 2)
                Restore(copy, options.CheckpointPath);
            return false;
        }
    }

    /// <summary>What is on the disk at the moment at which a process is
    /// killed is kept, since the run here goes on for a moment.</summary>
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
            .Select(_ => Replications.Now - TimeSpan.FromMinutes(1) - TimeSpan.FromSeconds((int)(random.NextDouble() * span.TotalSeconds)));
        var inOrder = times.OrderByDescending(time => time + (random.NextDouble() * Overlap / 2)).Select(time => (DateTimeOffset?)time);
        var withoutTime = Enumerable.Repeat((DateTimeOffset?)null, random.Next(2) * random.Next(4));
        foreach (var (i, time) in inOrder.Concat(withoutTime).Index())
            source.Add($"trace-{i}", time, spans: random.Next(1, 6), isComplete: time is null || random.Next(10) > 0);
        return source;
    }

    /// <summary>What happens between two runs: a trace is recorded, maybe late, and another one grows.</summary>
    private static void Change(ListedSource source, Random random)
    {
        var recordedAt = Replications.Now - TimeSpan.FromSeconds(random.Next(60, 300));
        source.Insert(0, $"new-{source.Entries.Count}", recordedAt, spans: random.Next(1, 6));
        if (source.Entries.Find(entry => !entry.Trace.IsComplete) is { Trace: { } running })
            source.Set(running.Id, running.Spans.Count + 1, isComplete: random.Next(2) == 0);
    }
}
