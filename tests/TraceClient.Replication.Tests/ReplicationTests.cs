using System.Net;
using TraceClient.Testing;
using TraceClient.Tests;

namespace TraceClient.Replication.Tests;

public sealed class ReplicationTests : IAsyncDisposable
{
    private readonly MemorySink _sink = new();

    public ValueTask DisposeAsync() => _sink.DisposeAsync();

    [Fact]
    public async Task All_traces_of_the_three_services_are_written_once()
    {
        await using var simulator = await Replications.SimulatorAsync();
        await using var client = Replications.ClientOf(simulator);
        var expected = await Replications.SpansOfAsync(client);

        var result = await Replications.RunAsync(client, _sink);

        Assert.True(expected.Count > 200);
        Assert.Equal(expected, _sink.SpanIds.Order(StringComparer.Ordinal));
        Assert.Equal((result.Listed, expected.Count, _sink.Batches.Count), (result.Written, result.Spans, result.Batches));
        Assert.Equal((0, 0, 0, 0, 1), (result.AlreadyDone, result.OtherShards, result.Gone, result.Failed, result.Passes));
    }

    [Theory]
    [InlineData(20, 4096, 3)]
    [InlineData(100, 40, 3)]
    [InlineData(100, 1, 50)]
    public async Task A_batch_has_at_most_the_size_and_the_spans_of_the_options(int size, int spans, int batches)
    {
        await using var client = Replications.ClientOf(Replications.SourceOf(50));

        var result = await Replications.RunAsync(client, _sink, new ReplicationOptions { BatchSize = size, MaxBatchSpans = spans });

        Assert.Equal((50, 100, batches), (result.Written, result.Spans, result.Batches));
        Assert.Equal(50, _sink.TraceIds.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_batch_is_written_after_its_maximum_age_although_the_next_read_takes_long_and_the_first_batches_sooner()
    {
        var source = Replications.SourceOf(8);
        using var gate = new SemaphoreSlim(1);
        source.OnRead = (_, _) => gate.WaitAsync(Replications.Token);
        _sink.OnWrite = _ =>
        {
            gate.Release();
            return Task.CompletedTask;
        };
        await using var client = Replications.ClientOf(source);
        var clock = new AutoAdvancingTimeProvider { LongestSkippedWait = TimeSpan.Zero };
        var options = new ReplicationOptions { MaxParallelReads = 1, BatchMaxAge = TimeSpan.FromSeconds(7) };
        var waits = new List<double>();

        var run = new TraceReplicator(client, _sink, options, clock).RunAsync(cancellationToken: Replications.Token);
        for (var batch = 1; batch < 8; batch++)
        {
            var wait = (await clock.Timers.ReadAsync(Replications.Token)).DueTime;
            Assert.Equal(batch - 1, _sink.Writes);
            waits.Add(wait.TotalSeconds);
            clock.Advance(wait);
        }

        Assert.Equal(8, (await run).Written);
        Assert.Equal([0.25, 0.5, 1, 2, 4, 7, 7], waits);
        Assert.Equal(Enumerable.Repeat(1, 8), _sink.Batches.Select(batch => batch.Count));
    }

    [Fact]
    public async Task Only_what_the_query_finds_is_written()
    {
        await using var simulator = await Replications.SimulatorAsync();
        await using var client = Replications.ClientOf(simulator);
        var query = new TraceQuery { Sources = ["kubiya", "galtea"], Status = TraceStatus.Ok, From = Replications.Now.AddHours(-3) };
        var expected = await Replications.SpansOfAsync(client, query);

        await Replications.RunAsync(client, _sink, query: query);

        Assert.NotEmpty(expected);
        Replications.AssertWritten(expected, _sink);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task While_the_sink_writes_only_so_many_traces_are_read(int parallel)
    {
        var source = Replications.SourceOf(100);
        var listed = 0;
        source.OnList = position => listed = Math.Max(listed, position + 1);
        await using var client = Replications.ClientOf(source);
        var (isWriting, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        _sink.OnWrite = async count =>
        {
            if (count != 5)
                return;
            isWriting.SetResult();
            await gate.Task;
        };

        var run = Replications.RunAsync(client, _sink, new ReplicationOptions { MaxParallelReads = parallel, BatchSize = 1 });
        await isWriting.Task.WaitAsync(Replications.Token);

        // Those that were written, the one in the channel, and one with each reader.
        var most = 5 + 1 + parallel;
        Assert.InRange(source.Reads.Count, 5, most);
        Assert.InRange(listed, 5, most + 1);
        gate.SetResult();
        Assert.Equal(100, (await run).Written);
        Assert.Equal(100, _sink.Writes);
    }

    [Fact]
    public async Task At_most_MaxParallelReads_traces_are_read_at_a_time()
    {
        var source = Replications.SourceOf(40);
        var (reading, most) = (0, 0);
        var gate = new TaskCompletionSource();
        source.OnRead = async (_, _) =>
        {
            var now = Interlocked.Increment(ref reading);
            InterlockedMax(ref most, now);
            if (now == 3)
                gate.TrySetResult();
            await gate.Task;
            Interlocked.Decrement(ref reading);
        };
        await using var client = Replications.ClientOf(source);

        await Replications.RunAsync(client, _sink, new ReplicationOptions { MaxParallelReads = 3 });

        Assert.Equal(3, most);
    }

    [Fact]
    public async Task A_source_that_fails_does_not_stop_the_others_and_is_reported_at_the_end()
    {
        await using var simulator = await Replications.SimulatorAsync();
        await using var client = Replications.ClientOf(simulator);
        var expected = await Replications.SpansOfAsync(client, new TraceQuery { Sources = ["calyptia", "galtea"] });
        simulator.Tokens.Rotate(SimulatedService.Kubiya);

        var error = await Assert.ThrowsAsync<PartialTraceListException>(() => Replications.RunAsync(client, _sink));

        Assert.Equal("kubiya", Assert.Single(error.Failures).SourceName);
        Replications.AssertWritten(expected, _sink);
    }

    [Fact]
    public async Task The_error_of_the_only_source_is_thrown()
    {
        await using var simulator = await Replications.SimulatorAsync();
        await using var client = Replications.ClientOf(simulator);
        simulator.Tokens.Rotate(SimulatedService.Kubiya);

        await Assert.ThrowsAsync<TraceAuthenticationException>(
            () => Replications.RunAsync(client, _sink, query: new TraceQuery { Sources = ["kubiya"] }));
    }

    [Fact]
    public async Task A_source_that_fails_is_in_the_result_with_ContinueOnSourceFailure()
    {
        var (good, bad) = (Replications.SourceOf(5), new ListedSource("bad"));
        bad.Add("a", Replications.Now);
        bad.Add("b", Replications.Now);
        bad.OnList = position => _ = position == 1 ? throw new InvalidOperationException("with a secret") : 0;
        await using var client = Replications.ClientOf(good, bad);

        var result = await Replications.RunAsync(client, _sink, query: new TraceQuery { ContinueOnSourceFailure = true });

        var failure = Assert.Single(result.SourceFailures);
        Assert.Equal("bad", failure.SourceName);
        Assert.DoesNotContain("secret", failure.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(6, result.Written);
    }

    [Fact]
    public async Task A_trace_that_cannot_be_read_does_not_stop_the_others()
    {
        await using var simulator = await Replications.SimulatorAsync();
        await using var client = Replications.ClientOf(simulator);
        var broken = simulator.Kubiya.TraceIds.ElementAt(4);
        var expected = await Replications.SpansOfAsync(client);
        expected.RemoveWhere(id => id.StartsWith($"kubiya:{broken}", StringComparison.Ordinal));
        simulator.Faults.On(SimulatedService.Kubiya, path: $"/**/{broken}").RespondWith(200, "[1, 2");

        var result = await Replications.RunAsync(client, _sink);

        var failure = Assert.Single(result.Failures);
        Assert.Equal(new TraceReference("kubiya", broken), failure.Reference);
        Assert.IsType<TraceFormatException>(failure.Exception);
        Assert.Equal((1, result.Listed - 1), (result.Failed, result.Written));
        Replications.AssertWritten(expected, _sink);
    }

    [Fact]
    public async Task A_source_fails_after_ten_failed_reads_in_a_row()
    {
        var (good, bad) = (Replications.SourceOf(100), new ListedSource("bad"));
        for (var i = 0; i < 100; i++)
            bad.Add($"trace-{i}", Replications.Now.AddMinutes(-i));
        bad.OnRead = (_, _) => throw new TraceServerException("down", HttpStatusCode.ServiceUnavailable) { IsTransient = true };
        await using var client = Replications.ClientOf(good, bad);

        var result = await Replications.RunAsync(client, _sink, query: new TraceQuery { ContinueOnSourceFailure = true });

        Assert.Equal(("bad", 100), (Assert.Single(result.SourceFailures).SourceName, result.Written));
        Assert.InRange(bad.Reads.Count, 10, 14);
        Assert.Equal(bad.Reads.Count, result.Failed);
    }

    [Fact]
    public async Task A_trace_that_is_gone_is_counted()
    {
        var source = Replications.SourceOf(3);
        source.OnRead = (id, _) =>
        {
            source.Entries.RemoveAll(entry => entry.Summary.Id == id && id == "trace-1");
            return Task.CompletedTask;
        };
        await using var client = Replications.ClientOf(source);

        var result = await Replications.RunAsync(client, _sink, new ReplicationOptions { MaxParallelReads = 1 });

        Assert.Equal((3, 2, 1), (result.Listed, result.Written, result.Gone));
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 5)]
    public async Task Traces_of_requests_to_Kubiya_are_copied_only_with_IncludeRequestTraces(bool isIncluded, int written)
    {
        var (kubiya, other) = (new ListedSource("kubiya"), new ListedSource("other"));
        kubiya.Add("list", Replications.Now.AddMinutes(-1), name: "traces.list");
        kubiya.Add("get", Replications.Now.AddMinutes(-2), name: "traces.get");
        kubiya.Add("listing", Replications.Now.AddMinutes(-3), name: "traces.list");
        kubiya.Add("work", Replications.Now.AddMinutes(-4), name: "agent.run");
        other.Add("same-name", Replications.Now.AddMinutes(-1), name: "traces.list");
        await using var client = Replications.ClientOf(kubiya, other);

        var result = await Replications.RunAsync(client, _sink, new ReplicationOptions { IncludeRequestTraces = isIncluded });

        Assert.Equal((written, 5 - written), (result.Written, result.FilteredOut));
        Assert.Contains("work", _sink.TraceIds);
        Assert.Contains("same-name", _sink.TraceIds);
    }

    [Fact]
    public async Task Rejected_spans_and_messages_of_the_sink_are_reported()
    {
        await using var client = Replications.ClientOf(Replications.SourceOf(10));
        _sink.Respond = _ => new TraceSinkResult { RejectedSpans = 3, Messages = ["too old"] };

        var result = await Replications.RunAsync(client, _sink, new ReplicationOptions { BatchSize = 5 });

        Assert.Equal((10, 6, 2), (result.Written, result.RejectedSpans, result.Batches));
        Assert.Equal("too old", Assert.Single(result.Messages));
    }

    [Fact]
    public async Task A_cancelled_run_ends_with_cancellation()
    {
        await using var client = Replications.ClientOf(Replications.SourceOf(100));
        using var stop = new CancellationTokenSource();
        _sink.OnWrite = count => count == 2 ? stop.CancelAsync() : Task.CompletedTask;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Replications.RunAsync(client, _sink, new ReplicationOptions { BatchSize = 5 }, cancellationToken: stop.Token));

        Assert.Equal(2, _sink.Writes);
    }

    [Fact]
    public async Task Progress_goes_up_to_the_result()
    {
        await using var client = Replications.ClientOf(Replications.SourceOf(30));
        var progress = new ProgressList();

        var result = await Replications.RunAsync(client, _sink, new ReplicationOptions { Progress = progress, BatchSize = 7 });

        Assert.True(progress.All.Count > 30);
        Assert.Equal(result.ToString(), progress.All[^1].ToString());
        Assert.Equal(progress.All.Select(one => one.Written).Order(), progress.All.Select(one => one.Written));
    }

    [Fact]
    public async Task A_query_with_a_limit_is_rejected()
    {
        await using var client = Replications.ClientOf(Replications.SourceOf(1));

        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => Replications.RunAsync(client, _sink, query: new TraceQuery { Limit = 5 }));

        Assert.Contains("Remove Limit", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_is_not_configured_is_rejected_before_anything_is_written()
    {
        await using var client = Replications.ClientOf(Replications.SourceOf(1));

        await Assert.ThrowsAsync<ArgumentException>(
            () => Replications.RunAsync(client, _sink, query: new TraceQuery { Sources = ["listed", "unknown"] }));

        Assert.Equal(0, _sink.Writes);
    }

    [Theory]
    [InlineData(nameof(ReplicationOptions.MaxParallelReads), 0)]
    [InlineData(nameof(ReplicationOptions.BatchSize), 0)]
    [InlineData(nameof(ReplicationOptions.MaxBatchSpans), 0)]
    [InlineData(nameof(ReplicationOptions.BatchMaxAge), -1)]
    [InlineData(nameof(ReplicationOptions.PollInterval), 0)]
    [InlineData(nameof(ReplicationOptions.CheckpointInterval), -1)]
    [InlineData(nameof(ReplicationOptions.Overlap), -1)]
    [InlineData(nameof(ReplicationOptions.QuietPeriod), -1)]
    [InlineData(nameof(ReplicationOptions.GiveUpAfter), -1)]
    [InlineData(nameof(ReplicationOptions.CheckpointPath), " ")]
    public async Task An_invalid_option_is_rejected_by_its_name(string name, object value)
    {
        await using var client = Replications.ClientOf(Replications.SourceOf(1));
        var options = new ReplicationOptions();
        var property = typeof(ReplicationOptions).GetProperty(name)!;
        property.SetValue(options, value is int seconds && property.PropertyType != typeof(int) ? TimeSpan.FromSeconds(seconds) : value);

        var error = Assert.Throws<ArgumentException>(() => new TraceReplicator(client, _sink, options));

        Assert.Contains($"ReplicationOptions:{name} must be", error.Message, StringComparison.Ordinal);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = target; value > seen; seen = target)
            Interlocked.CompareExchange(ref target, value, seen);
    }
}
