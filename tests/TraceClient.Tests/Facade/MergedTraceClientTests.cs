using System.Collections.Concurrent;
using System.Diagnostics;

namespace TraceClient.Tests.Facade;

public sealed class MergedTraceClientTests
{
    private static readonly TraceReference Reference = new("a", "t1");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_trace_is_read_from_the_source_that_its_reference_names()
    {
        var trace = TraceOf();
        var client = Client(new FakeSource("a") { Find = id => id == "t1" ? trace : null }, new FakeSource("b"));

        Assert.Same(trace, await client.GetTraceAsync(Reference, Token));
        Assert.Same(trace, await client.FindTraceAsync(Reference, Token));
        Assert.Null(await client.FindTraceAsync(new TraceReference("b", "t1"), Token));
    }

    [Fact]
    public async Task Getting_an_unknown_trace_says_which_and_where()
    {
        var error = await Assert.ThrowsAsync<TraceNotFoundException>(() => Client(new FakeSource("a")).GetTraceAsync(Reference, Token));

        Assert.Equal("a", error.SourceName);
        Assert.Contains("'a' knows no trace 't1'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traces_are_read_in_the_order_of_their_references_each_when_it_is_due()
    {
        var (a, b) = (new FakeSource("a") { Find = id => Named("a", id) }, new FakeSource("b") { Find = id => Named("b", id) });
        TraceReference[] references = [new("a", "2"), new("b", "1"), new("a", "1"), new("a", "2")];

        var traces = Client(a, b).GetTracesAsync(references, Token);

        Assert.Equal("a:2", (await traces.FirstAsync(Token)).Reference.ToString());
        Assert.Equal((1, 0), (a.Opened, b.Opened));
        Assert.Equal(references, await traces.Select(trace => trace.Reference).ToListAsync(Token));

        static Trace Named(string source, string id) => TraceOf() with { Reference = new(source, id) };
    }

    [Fact]
    public async Task Traces_before_an_unknown_one_are_read()
    {
        var client = Client(new FakeSource("a") { Find = id => id == "t1" ? TraceOf() : null });
        var read = 0;

        var error = await Assert.ThrowsAsync<TraceNotFoundException>(async () =>
        {
            await foreach (var _ in client.GetTracesAsync([Reference, new("a", "t2"), Reference], Token))
                read++;
        });

        Assert.Equal(1, read);
        Assert.Contains("'a' knows no trace 't2'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reference_to_a_source_that_is_not_configured_is_a_wrong_argument()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Client().FindTraceAsync(Reference, Token));
        Assert.Throws<ArgumentException>(() => Client().FollowAsync(Reference, cancellationToken: Token));
        Assert.Throws<ArgumentException>(() => Client().StreamSpansAsync(Reference, Token));
        Assert.Throws<ArgumentException>(() => Client().GetTracesAsync([Reference], Token));
    }

    [Fact]
    public async Task A_trace_is_read_by_the_text_of_its_reference()
    {
        var client = Client(new FakeSource("a") { Find = _ => TraceOf(Step("x")) });

        Assert.Equal("x", Assert.Single((await client.GetTraceAsync("a:t1", Token)).Spans).Id);
        await Assert.ThrowsAsync<ArgumentException>(() => client.GetTraceAsync("b:t1", Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("t1")]
    [InlineData("a:")]
    [InlineData("A:t1")]
    public async Task A_text_that_is_no_reference_is_a_wrong_argument(string text)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>("reference", () => Client(new FakeSource("a")).GetTraceAsync(text, Token));

        Assert.Contains("kubiya:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spans_are_streamed()
    {
        var client = Client(new FakeSource("a") { Find = _ => TraceOf(Step("1"), Step("2")) });

        Assert.Equal(["1", "2"], await client.StreamSpansAsync(Reference, Token).Select(span => span.Id).ToListAsync(Token));
    }

    [Theory]
    [InlineData("StreamSpans")]
    [InlineData("Follow")]
    [InlineData("ListTraces")]
    public async Task A_stream_that_fails_marks_its_activity(string operation)
    {
        var name = "fails-" + operation.ToLowerInvariant();
        var failure = new TraceServerException("down");
        var client = Client(new FakeSource(name) { Find = _ => throw failure, Failure = failure });
        var reference = new TraceReference(name, "t1");
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TraceClientTelemetry.Name,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);

        await Assert.ThrowsAsync<TraceServerException>(async () => _ = operation switch
        {
            "StreamSpans" => await client.StreamSpansAsync(reference, Token).CountAsync(Token),
            "Follow" => await client.FollowAsync(reference, cancellationToken: Token).CountAsync(Token),
            _ => await client.ListTracesAsync(cancellationToken: Token).CountAsync(Token),
        });

        var activity = Assert.Single(ended, activity => activity.OperationName == $"{name} {operation}");
        Assert.Equal(
            (ActivityStatusCode.Error, typeof(TraceServerException).FullName), (activity.Status, activity.GetTagItem("error.type")));
    }

    [Fact]
    public async Task What_a_source_does_for_later_elements_belongs_to_the_same_activity()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TraceClientTelemetry.Name,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        var seen = new List<string?>();
        var source = new FakeSource("nested", Enumerable.Range(0, 3).Select(i =>
        {
            seen.Add(Activity.Current?.OperationName);
            return FakeSource.Summary("nested", $"t{i}", 9 - i);
        }));

        await Client(source).ListTracesAsync(cancellationToken: Token).CountAsync(Token);

        Assert.Equal(Enumerable.Repeat("nested ListTraces", 3), seen);
    }

    [Fact]
    public void Two_sources_of_one_name_are_refused() =>
        Assert.Throws<InvalidOperationException>(() => Client(new FakeSource("a"), new FakeSource("a")));

    [Fact]
    public async Task A_check_tells_how_far_it_came_with_each_source()
    {
        var health = await Client(
            new FakeSource("a-healthy"),
            new FakeSource("b-dead") { PingFailure = new TraceTransportException("no connection") },
            new FakeSource("c-refused") { PingFailure = new TraceAuthenticationException("bad token") },
            new FakeSource("d-odd") { PingFailure = new TraceFormatException("wrong shape") { JsonPath = "$" } },
            new FakeSource("e-html") { PingFailure = new TraceFormatException("a login page") },
            new FakeSource("f-failing") { PingFailure = new TraceServerException("500") },
            new FakeSource("g-broken") { PingFailure = new InvalidOperationException("bug") }).CheckHealthAsync(Token);

        Assert.Equal(
            [
                SourceHealthStage.Healthy, SourceHealthStage.Unreachable, SourceHealthStage.Reachable, SourceHealthStage.Authenticated,
                SourceHealthStage.Reachable, SourceHealthStage.Reachable, SourceHealthStage.Unreachable,
            ],
            health.Select(one => one.Stage));
        Assert.True(health[0].IsHealthy);
        Assert.Null(health[0].Error);
        Assert.IsType<InvalidOperationException>(health[6].Error!.InnerException);
    }

    [Fact]
    public async Task A_cancelled_check_is_cancelled()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client(new FakeSource("a")).CheckHealthAsync(stop.Token));
    }

    [Fact]
    public async Task Following_gives_what_is_there_then_what_is_new_until_the_trace_has_been_quiet()
    {
        var reads = new Queue<Trace>([
            TraceOf(Step("1")),
            TraceOf(Step("1")),
            TraceOf(Step("1") with { EndTime = new TraceTimestamp(9) }, Step("2")),
            TraceOf(Step("1") with { EndTime = new TraceTimestamp(9) }, Step("2")) with { IsComplete = true },
        ]);
        var source = new FakeSource("a") { Find = _ => reads.Count > 1 ? reads.Dequeue() : reads.Peek() };

        var updates =
            await FollowAsync(source, new FollowOptions { PollInterval = TimeSpan.FromSeconds(1), QuietPeriod = TimeSpan.FromSeconds(3) });

        Assert.Equal(
            ["+1 ~", "+2 ~1", "+ ~"],
            updates.Select(
                update => $"+{string.Join(',', update.AddedSpans.Select(span => span.Id))} "
                    + $"~{string.Join(',', update.ChangedSpans.Select(span => span.Id))}"));
        Assert.True(updates[^1].Trace.IsComplete);
        Assert.Equal(7, source.Opened);
    }

    [Fact]
    public async Task Following_can_wait_for_a_trace_that_is_not_there_yet()
    {
        var reads = 0;
        var source = new FakeSource("a") { Find = _ => ++reads < 4 ? null : TraceOf(Step("1")) with { IsComplete = true } };

        var updates = await FollowAsync(source, new FollowOptions { WaitForTrace = true, QuietPeriod = TimeSpan.Zero });

        Assert.Equal("1", Assert.Single(Assert.Single(updates).AddedSpans).Id);
    }

    [Fact]
    public async Task Following_an_unknown_trace_fails_at_once() =>
        await Assert.ThrowsAsync<TraceNotFoundException>(() => FollowAsync(new FakeSource("a"), new FollowOptions()));

    [Fact]
    public async Task Following_a_trace_that_is_deleted_meanwhile_ends_with_not_found()
    {
        var reads = 0;
        var source = new FakeSource("a") { Find = _ => ++reads < 3 ? TraceOf(Step("1")) : null };

        await Assert.ThrowsAsync<TraceNotFoundException>(() => FollowAsync(source, new FollowOptions { WaitForTrace = true }));
    }

    [Fact]
    public async Task Following_a_second_time_begins_anew()
    {
        var source = new FakeSource("a") { Find = _ => TraceOf(Step("1")) with { IsComplete = true } };
        var updates = new MergedTraceClient([source], new AutoAdvancingTimeProvider()).FollowAsync(Reference, cancellationToken: Token);

        var first = await updates.FirstAsync(Token);
        var second = await updates.FirstAsync(Token);

        Assert.Equal(["1"], first.AddedSpans.Select(span => span.Id));
        Assert.Equal(["1"], second.AddedSpans.Select(span => span.Id));
    }

    [Fact]
    public async Task Following_takes_a_source_that_repeats_a_span_as_it_is()
    {
        var reads = 0;
        var source = new FakeSource("a") { Find = _ => TraceOf(Step("1"), Step("1")) with { IsComplete = ++reads > 1 } };

        var updates = await FollowAsync(source, new FollowOptions { QuietPeriod = TimeSpan.Zero });

        Assert.Equal(2, updates.Count);
    }

    private static async Task<List<TraceUpdate>> FollowAsync(ITraceSource source, FollowOptions options) =>
        await new MergedTraceClient([source], new AutoAdvancingTimeProvider()).FollowAsync(Reference, options, Token).ToListAsync(Token);

    private static MergedTraceClient Client(params ITraceSource[] sources) => new(sources, new AutoAdvancingTimeProvider());

    private static Trace TraceOf(params Span[] spans) => new() { Reference = Reference, Name = "trace", Spans = spans };

    private static Span Step(string id) => new() { Id = id, Name = id };
}
