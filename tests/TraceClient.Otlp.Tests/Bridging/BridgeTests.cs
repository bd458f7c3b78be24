using System.Net;
using TraceClient.Otlp.Tests.Exporting;
using TraceClient.Testing;

namespace TraceClient.Otlp.Tests.Bridging;

public sealed class BridgeTests
{
    [Fact]
    public async Task All_traces_of_the_three_services_arrive_once_with_their_own_ids()
    {
        await using var simulator = await Bridges.SimulatorAsync();
        await using var client = Bridges.ClientOf(simulator);
        await using var collector = new Collector();
        await using var exporter = Bridges.To(collector);
        var expected = await Bridges.SpansOfAsync(client);

        var result = await exporter.BridgeAsync(client, cancellationToken: Bridges.Token);

        Assert.True(expected.Count > 200);
        Assert.Equal(expected, Bridges.ArrivedAt(collector).Order(StringComparer.Ordinal));
        Assert.Equal((result.Listed, expected.Count, collector.Requests.Count), (result.Exported, result.Spans, result.Batches));
        Assert.Equal((0, 0, 0, 0, 1), (result.AlreadyDone, result.OtherShards, result.Gone, result.Failed, result.Passes));
    }

    [Fact]
    public async Task Small_traces_share_a_batch()
    {
        var source = SourceOf(50);
        await using var client = Bridges.ClientOf(source);
        await using var collector = new Collector();
        await using var exporter = Bridges.To(collector, maxBatchSpans: 40);

        var result = await exporter.BridgeAsync(client, cancellationToken: Bridges.Token);

        Assert.Equal((50, 100, 3), (result.Exported, result.Spans, result.Batches));
    }

    [Fact]
    public async Task Only_what_the_query_finds_arrives()
    {
        await using var simulator = await Bridges.SimulatorAsync();
        await using var client = Bridges.ClientOf(simulator);
        await using var collector = new Collector();
        await using var exporter = Bridges.To(collector);
        var query = new TraceQuery { Sources = ["kubiya", "galtea"], Status = TraceStatus.Ok, From = Bridges.Now.AddHours(-3) };
        var expected = await Bridges.SpansOfAsync(client, query);

        await exporter.BridgeAsync(client, query, cancellationToken: Bridges.Token);

        Assert.NotEmpty(expected);
        Bridges.AssertArrived(expected, collector);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task While_the_collector_does_not_answer_only_so_many_traces_are_read(int parallel)
    {
        var source = SourceOf(100);
        var listed = 0;
        source.OnList = position => listed = Math.Max(listed, position + 1);
        await using var client = Bridges.ClientOf(source);
        await using var collector = new Collector();
        await using var exporter = Bridges.To(collector, maxBatchSpans: 2);
        var (hasCome, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        collector.OnRequest = async count =>
        {
            if (count != 5)
                return;
            hasCome.SetResult();
            await answer.Task;
        };

        var bridge =
            exporter.BridgeAsync(client, options: new OtlpBridgeOptions { MaxParallelReads = parallel }, cancellationToken: Bridges.Token);
        await hasCome.Task.WaitAsync(Bridges.Token);

        // Those that were sent, the one that fills the next batch, one in the queue, and one with each reader.
        var most = 5 + 1 + 1 + parallel;
        Assert.InRange(source.Reads.Count, 6, most);
        Assert.InRange(listed, 6, most + 1);
        answer.SetResult();
        Assert.Equal(100, (await bridge).Exported);
        Assert.Equal(100, collector.Requests.Count);
    }

    [Fact]
    public async Task No_more_traces_are_read_at_a_time_than_is_asked_for()
    {
        var source = SourceOf(40);
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
        await using var client = Bridges.ClientOf(source);
        await using var collector = new Collector();
        await using var exporter = Bridges.To(collector);

        await exporter.BridgeAsync(client, options: new OtlpBridgeOptions { MaxParallelReads = 3 }, cancellationToken: Bridges.Token);

        Assert.Equal(3, most);
    }

    [Fact]
    public async Task A_source_that_fails_does_not_keep_the_others_and_is_told_at_the_end()
    {
        await using var simulator = await Bridges.SimulatorAsync();
        await using var client = Bridges.ClientOf(simulator);
        await using var collector = new Collector();
        await using var exporter = Bridges.To(collector);
        var expected = await Bridges.SpansOfAsync(client, new TraceQuery { Sources = ["calyptia", "galtea"] });
        simulator.Tokens.Rotate(SimulatedService.Kubiya);

        var error = await Assert.ThrowsAsync<PartialTraceListException>(
            () => exporter.BridgeAsync(client, cancellationToken: Bridges.Token));

        Assert.Equal("kubiya", Assert.Single(error.Failures).SourceName);
        Bridges.AssertArrived(expected, collector);
    }

    [Fact]
    public async Task Where_one_source_is_asked_its_own_error_is_thrown()
    {
        await using var simulator = await Bridges.SimulatorAsync();
        await using var client = Bridges.ClientOf(simulator);
        await using var collector = new Collector();
        await using var exporter = Bridges.To(collector);
        simulator.Tokens.Rotate(SimulatedService.Kubiya);

        await Assert.ThrowsAsync<TraceAuthenticationException>(
            () => exporter.BridgeAsync(client, new TraceQuery { Sources = ["kubiya"] }, cancellationToken: Bridges.Token));
    }

    [Fact]
    public async Task A_source_that_fails_is_in_the_result_where_that_is_tolerated()
    {
        var (good, bad) = (SourceOf(5), new ListedSource("bad"));
        bad.Add("a", Bridges.Now);
        bad.Add("b", Bridges.Now);
        bad.OnList = position => _ = position == 1 ? throw new InvalidOperationException("with a secret") : 0;
        await using var client = Bridges.ClientOf(good, bad);
        await using var collector = new Collector();
        await using var exporter = Bridges.To(collector);

        var result =
            await exporter.BridgeAsync(client, new TraceQuery { ContinueOnSourceFailure = true }, cancellationToken: Bridges.Token);

        var failure = Assert.Single(result.SourceFailures);
        Assert.Equal("bad", failure.SourceName);
        Assert.DoesNotContain("secret", failure.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(6, result.Exported);
    }

    [Fact]
    public async Task A_trace_that_cannot_be_read_does_not_keep_the_others()
    {
        await using var simulator = await Bridges.SimulatorAsync();
        await using var client = Bridges.ClientOf(simulator);
        await using var collector = new Collector();
        await using var exporter = Bridges.To(collector);
        var broken = simulator.Kubiya.TraceIds.ElementAt(4);
        var expected = await Bridges.SpansOfAsync(client);
        expected.RemoveWhere(id => id.StartsWith(broken, StringComparison.Ordinal));
        simulator.Faults.On(SimulatedService.Kubiya, path: $"/**/{broken}").RespondWith(200, "[1, 2");

        var result = await exporter.BridgeAsync(client, cancellationToken: Bridges.Token);

        var failure = Assert.Single(result.Failures);
        Assert.Equal(new TraceReference("kubiya", broken), failure.Reference);
        Assert.IsType<TraceFormatException>(failure.Exception);
        Assert.Equal((1, result.Listed - 1), (result.Failed, result.Exported));
        Bridges.AssertArrived(expected, collector);
    }

    [Fact]
    public async Task A_span_that_fits_in_no_batch_fails_its_trace_only()
    {
        var source = SourceOf(3);
        source.Entries[1] =
            (source.Entries[1].Summary, source.Entries[1].Trace with { Spans = [Exports.Make("x", 1, textLength: 3000).Spans[0]] });
        await using var client = Bridges.ClientOf(source);
        await using var collector = new Collector();
        await using var exporter = new OtlpTraceExporter(new OtlpExporterOptions { Endpoint = collector.Endpoint, MaxBatchBytes = 2048 });

        var result = await exporter.BridgeAsync(client, cancellationToken: Bridges.Token);

        Assert.Equal((2, 1), (result.Exported, result.Failed));
        Assert.Contains("MaxBatchBytes", Assert.Single(result.Failures).Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_whose_reads_fail_again_and_again_is_left_in_peace()
    {
        var (good, bad) = (SourceOf(100), new ListedSource("bad"));
        for (var i = 0; i < 100; i++)
            bad.Add($"trace-{i}", Bridges.Now.AddMinutes(-i));
        bad.OnRead = (_, _) => throw new TraceServerException("down", HttpStatusCode.ServiceUnavailable) { IsTransient = true };
        await using var client = Bridges.ClientOf(good, bad);
        await using var collector = new Collector();
        await using var exporter = Bridges.To(collector);

        var result =
            await exporter.BridgeAsync(client, new TraceQuery { ContinueOnSourceFailure = true }, cancellationToken: Bridges.Token);

        Assert.Equal(("bad", 100), (Assert.Single(result.SourceFailures).SourceName, result.Exported));
        Assert.InRange(bad.Reads.Count, 10, 14);
        Assert.Equal(bad.Reads.Count, result.Failed);
    }

    [Fact]
    public async Task A_trace_that_is_gone_is_counted()
    {
        var source = SourceOf(3);
        source.OnRead = (id, _) =>
        {
            source.Entries.RemoveAll(entry => entry.Summary.Id == id && id == "trace-1");
            return Task.CompletedTask;
        };
        await using var client = Bridges.ClientOf(source);
        await using var collector = new Collector();
        await using var exporter = Bridges.To(collector);

        var result =
            await exporter.BridgeAsync(client, options: new OtlpBridgeOptions { MaxParallelReads = 1 }, cancellationToken: Bridges.Token);

        Assert.Equal((3, 2, 1), (result.Listed, result.Exported, result.Gone));
    }

    [Fact]
    public async Task Rejected_spans_are_reported_and_not_sent_again()
    {
        await using var client = Bridges.ClientOf(SourceOf(10));
        await using var collector =
            new Collector(Answer.Json(200, """{"partialSuccess":{"rejectedSpans":"3","errorMessage":"too old"}}"""));
        await using var exporter = Bridges.To(collector, maxBatchSpans: 4);

        var result = await exporter.BridgeAsync(client, cancellationToken: Bridges.Token);

        Assert.Equal((10, 3, 5), (result.Exported, result.RejectedSpans, result.Batches));
        Assert.Equal("too old", Assert.Single(result.Messages));
        Assert.Equal(5, collector.Attempts);
    }

    [Fact]
    public async Task Answers_that_may_pass_delay_the_bridge_and_lose_nothing()
    {
        var source = SourceOf(20);
        await using var client = Bridges.ClientOf(source);
        await using var collector = new Collector(
            Answer.Ok, Answer.Json(429, "{}", ("Retry-After", "7")), Answer.ResetInRequest, Answer.Json(503, "{}"), Answer.Ok,
            Answer.Ok with { Missing = 5 });
        await using var exporter = Bridges.To(collector, maxBatchSpans: 10);

        var result = await exporter.BridgeAsync(client, cancellationToken: Bridges.Token);

        Assert.Equal((20, 4), (result.Exported, result.Batches));
        Bridges.AssertArrived(source.Entries.SelectMany(entry => Bridges.IdsOf(entry.Trace)), collector);
    }

    [Fact]
    public async Task A_collector_that_refuses_ends_the_bridge()
    {
        var source = SourceOf(200);
        await using var client = Bridges.ClientOf(source);
        await using var collector = new Collector(Answer.Ok, Answer.Json(401, "{}"));
        await using var exporter = Bridges.To(collector, maxBatchSpans: 10);

        await Assert.ThrowsAsync<TraceAuthenticationException>(() => exporter.BridgeAsync(client, cancellationToken: Bridges.Token));

        Assert.Equal(2, collector.Attempts);
        Assert.InRange(source.Reads.Count, 10, 20);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(2)]
    [InlineData(1)]
    public async Task A_trace_that_the_collector_refuses_fails_alone(int maxBatchSpans)
    {
        var source = SourceOf(30);
        await using var client = Bridges.ClientOf(source);
        await using var collector = new Collector();
        collector.Judge = request =>
            Holds(request, source.Entries[11].Trace) ? Answer.Json(400, """{"code":3,"message":"bad span"}""") : Answer.Ok;
        await using var exporter = Bridges.To(collector, maxBatchSpans);

        var result = await exporter.BridgeAsync(client, cancellationToken: Bridges.Token);

        Assert.Equal((29, 1), (result.Exported, result.Failed));
        var failure = Assert.Single(result.Failures);
        Assert.Equal((source.Entries[11].Trace.Reference, true), (failure.Reference, failure.Exception is TraceValidationException));
        Assert.Contains("bad span", failure.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trace_that_was_refused_is_tried_again_by_the_next_run_and_keeps_no_others()
    {
        using var folder = new TemporaryFolder();
        var source = SourceOf(30);
        await using var client = Bridges.ClientOf(source);
        await using var collector = new Collector();
        string[] refused = [.. source.Entries.Skip(5).Take(15).SelectMany(entry => Bridges.IdsOf(entry.Trace))];
        collector.Judge = request =>
            Bridges.IdsIn(request).Intersect(refused, StringComparer.Ordinal).Any() ? Answer.Json(422, "{}") : Answer.Ok;
        await using var exporter = Bridges.To(collector);
        var options = new OtlpBridgeOptions { CheckpointPath = folder.File(), MaxParallelReads = 1 };

        await Assert.ThrowsAsync<TraceValidationException>(
            () => exporter.BridgeAsync(client, options: options, cancellationToken: Bridges.Token));
        var second = await exporter.BridgeAsync(client, options: options, cancellationToken: Bridges.Token);
        Assert.Equal((15, 15), (second.Failed, second.Failures.Count));

        collector.Judge = _ => Answer.Ok;
        var third = await exporter.BridgeAsync(client, options: options, cancellationToken: Bridges.Token);

        Assert.Equal((15, 0), (third.Exported, third.Failed));
        Bridges.AssertArrived(source.Entries.SelectMany(entry => Bridges.IdsOf(entry.Trace)), collector);
    }

    [Fact]
    public async Task A_collector_that_refuses_one_after_the_other_ends_the_bridge()
    {
        await using var client = Bridges.ClientOf(SourceOf(200));
        await using var collector = new Collector();
        collector.Judge = _ => Answer.Json(400, "{}");
        await using var exporter = Bridges.To(collector, maxBatchSpans: 100);

        await Assert.ThrowsAsync<TraceValidationException>(() => exporter.BridgeAsync(client, cancellationToken: Bridges.Token));

        // The batch, then ten of its traces.
        Assert.Equal(11, collector.Attempts);
    }

    [Fact]
    public async Task A_cancelled_bridge_ends_with_cancellation()
    {
        await using var client = Bridges.ClientOf(SourceOf(100));
        await using var collector = new Collector();
        using var stop = new CancellationTokenSource();
        collector.OnRequest = count => count == 2 ? stop.CancelAsync() : Task.CompletedTask;
        await using var exporter = Bridges.To(collector);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => exporter.BridgeAsync(client, cancellationToken: stop.Token));
        Assert.Equal(2, collector.Attempts);
    }

    [Fact]
    public async Task Progress_goes_up_to_the_result()
    {
        await using var client = Bridges.ClientOf(SourceOf(30));
        await using var collector = new Collector();
        await using var exporter = Bridges.To(collector);
        var progress = new ProgressList();

        var result =
            await exporter.BridgeAsync(client, options: new OtlpBridgeOptions { Progress = progress }, cancellationToken: Bridges.Token);

        Assert.True(progress.All.Count > 30);
        Assert.Equal(result.ToString(), progress.All[^1].ToString());
        Assert.Equal(progress.All.Select(one => one.Exported).Order(), progress.All.Select(one => one.Exported));
    }

    [Fact]
    public async Task A_limit_is_refused()
    {
        await using var client = Bridges.ClientOf(SourceOf(1));
        await using var collector = new Collector();
        await using var exporter = Bridges.To(collector);

        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => exporter.BridgeAsync(client, new TraceQuery { Limit = 5 }, cancellationToken: Bridges.Token));

        Assert.Contains("Remove Limit", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_is_not_configured_is_refused_before_anything_is_sent()
    {
        await using var client = Bridges.ClientOf(SourceOf(1));
        await using var collector = new Collector();
        await using var exporter = Bridges.To(collector);

        await Assert.ThrowsAsync<ArgumentException>(
            () => exporter.BridgeAsync(client, new TraceQuery { Sources = ["listed", "unknown"] }, cancellationToken: Bridges.Token));

        Assert.Equal(0, collector.Attempts);
    }

    [Theory]
    [InlineData(nameof(OtlpBridgeOptions.MaxParallelReads), 0)]
    [InlineData(nameof(OtlpBridgeOptions.PollInterval), 0)]
    [InlineData(nameof(OtlpBridgeOptions.CheckpointInterval), -1)]
    [InlineData(nameof(OtlpBridgeOptions.Overlap), -1)]
    [InlineData(nameof(OtlpBridgeOptions.QuietPeriod), -1)]
    [InlineData(nameof(OtlpBridgeOptions.GiveUpAfter), -1)]
    [InlineData(nameof(OtlpBridgeOptions.CheckpointPath), " ")]
    public async Task A_wrong_option_is_refused_by_its_name(string name, object value)
    {
        await using var client = Bridges.ClientOf(SourceOf(1));
        await using var collector = new Collector();
        await using var exporter = Bridges.To(collector);
        var options = new OtlpBridgeOptions();
        var property = typeof(OtlpBridgeOptions).GetProperty(name)!;
        property.SetValue(options, value is int seconds && property.PropertyType != typeof(int) ? TimeSpan.FromSeconds(seconds) : value);

        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => exporter.BridgeAsync(client, options: options, cancellationToken: Bridges.Token));

        Assert.Contains($"OtlpBridgeOptions:{name} must be", error.Message, StringComparison.Ordinal);
    }

    private static bool Holds(Received request, Trace trace) =>
        Bridges.IdsIn(request).Intersect(Bridges.IdsOf(trace), StringComparer.Ordinal).Any();

    private static ListedSource SourceOf(int traces)
    {
        var source = new ListedSource();
        for (var i = 0; i < traces; i++)
            source.Add($"trace-{i}", Bridges.Now.AddMinutes(-1 - i));
        return source;
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = target; value > seen; seen = target)
            Interlocked.CompareExchange(ref target, value, seen);
    }
}
