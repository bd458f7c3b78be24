using static TraceClient.Tests.Facade.FakeSource;

namespace TraceClient.Tests.Facade;

public sealed class MergedListTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_are_merged_newest_first()
    {
        var client = Client(
            new FakeSource("a", Summary("a", "a9", 9), Summary("a", "a5", 5), Summary("a", "a1", 1)),
            new FakeSource("b", Summary("b", "b8", 8), Summary("b", "b4", 4)),
            new FakeSource("c"));

        Assert.Equal(["a9", "b8", "a5", "b4", "a1"], await IdsAsync(client.ListTracesAsync(cancellationToken: Token)));
    }

    [Fact]
    public async Task A_trace_without_a_time_comes_last_and_is_not_lost()
    {
        var client = Client(
            new FakeSource("a", Summary("a", "a1", 1) with { RecordedAt = null }),
            new FakeSource("b", Summary("b", "b2", 2)));

        Assert.Equal(["b2", "a1"], await IdsAsync(client.ListTracesAsync(cancellationToken: Token)));
    }

    [Fact]
    public async Task No_more_is_read_than_the_limit_takes()
    {
        var many = new FakeSource("a", Enumerable.Range(0, 1_000_000).Select(i => Summary("a", $"a{i}", 2_000_000 - i)));

        var ids = await IdsAsync(Client(many, new FakeSource("b")).ListTracesAsync(new TraceQuery { Limit = 3 }, Token));

        Assert.Equal(["a0", "a1", "a2"], ids);
        Assert.InRange(many.Yielded, 3, 4);
        Assert.Equal(1, many.Disposed);
    }

    [Fact]
    public async Task A_limit_of_zero_asks_nobody()
    {
        var source = new FakeSource("a", Summary("a", "a1", 1));

        Assert.Empty(await IdsAsync(Client(source).ListTracesAsync(new TraceQuery { Limit = 0 }, Token)));
        Assert.Null(source.Asked);
    }

    [Fact]
    public void A_negative_limit_is_an_error_at_once() =>
        Assert.Throws<ArgumentException>(() => Client(new FakeSource("a")).ListTracesAsync(new TraceQuery { Limit = -1 }, Token));

    [Fact]
    public async Task Only_the_sources_that_the_query_names_are_asked()
    {
        var a = new FakeSource("a", Summary("a", "a1", 1));
        var b = new FakeSource("b", Summary("b", "b1", 1));

        Assert.Equal(["b1"], await IdsAsync(Client(a, b).ListTracesAsync(new TraceQuery { Sources = ["b", "b"] }, Token)));
        Assert.Null(a.Asked);
    }

    [Fact]
    public void A_source_that_is_not_configured_is_named_with_those_that_are()
    {
        var error = Assert.Throws<ArgumentException>(
            () => Client(new FakeSource("a"), new FakeSource("b")).ListTracesAsync(new TraceQuery { Sources = ["kubia"] }, Token));

        Assert.Contains("'kubia' is not configured; configured: a, b", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_fails_does_not_hide_the_others_and_is_named_at_the_end()
    {
        var failure = new TraceServerException("a is down");
        var client = Client(
            new FakeSource("a", Summary("a", "a9", 9)) { Failure = failure },
            new FakeSource("b", Summary("b", "b8", 8), Summary("b", "b1", 1)));
        var list = client.ListTracesAsync(cancellationToken: Token);
        var seen = new List<string>();

        var error = await Assert.ThrowsAsync<PartialTraceListException>(async () =>
        {
            await foreach (var summary in list)
                seen.Add(summary.Id);
        });

        Assert.Equal(["a9", "b8", "b1"], seen);
        Assert.Equal(new SourceFailure("a", failure), Assert.Single(error.Failures));
        Assert.Contains("a: a is down", error.Message, StringComparison.Ordinal);
        Assert.Same(failure, error.InnerException);
    }

    [Fact]
    public async Task Tolerated_failures_are_readable_on_the_list()
    {
        var client = Client(
            new FakeSource("a") { Failure = new TraceServerException("a is down") },
            new FakeSource("b", Summary("b", "b8", 8)) { Failure = new InvalidOperationException("someone@example.com") });
        var list = client.ListTracesAsync(new TraceQuery { ContinueOnSourceFailure = true }, Token);

        Assert.Equal(["b8"], await IdsAsync(list));
        Assert.Equal(["a", "b"], list.Failures.Select(failure => failure.SourceName).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(list.Failures, failure => failure.Exception.Message.Contains("example.com", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_source_that_was_asked_alone_fails_with_its_own_exception()
    {
        var client = Client(new FakeSource("a") { Failure = new TraceRateLimitException("slow down") }, new FakeSource("b"));

        await Assert.ThrowsAsync<TraceRateLimitException>(
            () => IdsAsync(client.ListTracesAsync(new TraceQuery { Sources = ["a"] }, Token)));
    }

    [Fact]
    public async Task Cancelling_amid_a_list_ends_it_and_closes_every_source()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var a = new FakeSource("a", Enumerable.Range(0, 100).Select(i => Summary("a", $"a{i}", 1000 - i)));
        var b = new FakeSource("b", Enumerable.Range(0, 100).Select(i => Summary("b", $"b{i}", 1000 - i)));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Client(a, b).ListTracesAsync(cancellationToken: Token).WithCancellation(stop.Token))
                await stop.CancelAsync();
        });

        Assert.Equal((1, 1), (a.Disposed, b.Disposed));
    }

    [Fact]
    public async Task A_failure_after_the_caller_has_cancelled_is_the_cancellation()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var source = new FakeSource("a", Enumerable.Range(0, 1).Select<int, TraceSummary>(_ =>
        {
            stop.Cancel();
            throw new TraceTransportException("the connection was closed");
        }));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => IdsAsync(Client(source, new FakeSource("b")).ListTracesAsync(null, stop.Token)));
    }

    [Fact]
    public async Task The_failures_that_were_read_do_not_change_under_the_readers_hand()
    {
        var client = Client(
            new FakeSource("a") { Failure = new TraceServerException("a is down") },
            new FakeSource("b", Summary("b", "b1", 1)) { Failure = new TraceServerException("b is down") });
        var list = client.ListTracesAsync(new TraceQuery { ContinueOnSourceFailure = true }, Token);

        await using var enumerator = list.GetAsyncEnumerator(Token);
        await enumerator.MoveNextAsync();
        var early = list.Failures;
        await enumerator.MoveNextAsync();

        Assert.Equal(["a"], early.Select(failure => failure.SourceName));
        Assert.Equal(["a", "b"], list.Failures.Select(failure => failure.SourceName));
    }

    [Fact]
    public async Task A_partial_list_is_transient_when_all_its_failures_are()
    {
        var down = new TraceServerException("down") { IsTransient = true };
        var refused = new TraceAuthenticationException("no");

        Assert.True((await FailureOfAsync(down, down)).IsTransient);
        Assert.False((await FailureOfAsync(down, refused)).IsTransient);

        static Task<PartialTraceListException> FailureOfAsync(Exception a, Exception b) => Assert.ThrowsAsync<PartialTraceListException>(
            () => IdsAsync(Client(new FakeSource("a") { Failure = a }, new FakeSource("b") { Failure = b }).ListTracesAsync(null, Token)));
    }

    [Fact]
    public async Task Times_beyond_what_a_timestamp_holds_are_no_limit()
    {
        var query = new TraceQuery { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue };

        Assert.Equal(["a1"], await IdsAsync(Client(new FakeSource("a", Summary("a", "a1", 1))).ListTracesAsync(query, Token)));
    }

    [Fact]
    public async Task A_filter_that_the_source_applies_is_not_applied_again()
    {
        var source = new FakeSource("a", Summary("a", "a1", 1)) { Filters = TraceFilters.Status };
        var query = new TraceQuery { Status = TraceStatus.Error, Limit = 5 };

        Assert.Equal(["a1"], await IdsAsync(Client(source).ListTracesAsync(query, Token)));
        Assert.Equal(5, source.Asked!.Limit);
    }

    [Fact]
    public async Task Every_filter_is_applied_here_where_the_source_does_not()
    {
        var match = Summary("a", "match", 100) with
        {
            Status = TraceStatus.Error,
            SessionId = "s",
            ServiceName = "Checkout",
            User = "u",
            ErrorCount = 1,
            SpanTypes = [SpanType.Tool],
        };
        TraceSummary[] others =
        [
            match with { RecordedAt = TraceTimestamp.FromUnixSeconds(201) },
            match with { RecordedAt = TraceTimestamp.FromUnixSeconds(99) },
            match with { RecordedAt = null },
            match with { Status = TraceStatus.Ok, ErrorCount = 0 },
            match with { Name = "Match" },
            match with { SessionId = null },
            match with { ServiceName = "checkout" },
            match with { User = "v" },
            match with { SpanTypes = [SpanType.Agent] },
        ];
        var query = new TraceQuery
        {
            From = DateTimeOffset.FromUnixTimeSeconds(100),
            To = DateTimeOffset.FromUnixTimeSeconds(200),
            Status = TraceStatus.Error,
            Name = "match",
            SearchText = "CHECK",
            SessionId = "s",
            ServiceName = "Checkout",
            User = "u",
            ErrorsOnly = true,
            SpanType = SpanType.Tool,
            Limit = 9,
        };
        var source = new FakeSource("a", [.. others, match]);

        var found = Assert.Single(await ListAsync(Client(source).ListTracesAsync(query, Token)));

        Assert.Same(match, found);
        Assert.Null(source.Asked!.Limit);
        Assert.Equal(0, source.Opened);
    }

    [Theory]
    [InlineData("tra", true)]
    [InlineData("PAYM", true)]
    [InlineData("nothing", false)]
    public async Task Text_is_looked_for_in_the_trace_and_its_service(string text, bool found)
    {
        var source = new FakeSource("a", Summary("a", "trace", 1) with { ServiceName = "payments" });

        Assert.Equal(found, (await IdsAsync(Client(source).ListTracesAsync(new TraceQuery { SearchText = text }, Token))).Count == 1);
    }

    [Fact]
    public async Task Errors_only_takes_failed_traces_and_those_with_failed_spans()
    {
        var source = new FakeSource(
            "a",
            Summary("a", "failed", 4) with { Status = TraceStatus.Error },
            Summary("a", "span-failed", 3) with { Status = TraceStatus.Ok, ErrorCount = 2 },
            Summary("a", "fine", 2) with { Status = TraceStatus.Ok, ErrorCount = 0 },
            Summary("a", "unknown", 1));

        Assert.Equal(
            ["failed", "span-failed"], await IdsAsync(Client(source).ListTracesAsync(new TraceQuery { ErrorsOnly = true }, Token)));
    }

    [Fact]
    public async Task A_type_that_no_list_tells_is_looked_for_in_the_trace()
    {
        var source = new FakeSource("a", Summary("a", "with", 3), Summary("a", "without", 2), Summary("a", "gone", 1))
        {
            Find = id => id == "gone" ? null : new Trace
            {
                Reference = new TraceReference("a", id),
                Name = id,
                Spans = [new Span { Id = "1", Name = "step", Type = id == "with" ? SpanType.Tool : SpanType.Agent }],
            },
        };

        Assert.Equal(["with"], await IdsAsync(Client(source).ListTracesAsync(new TraceQuery { SpanType = SpanType.Tool }, Token)));
        Assert.Equal(3, source.Opened);
    }

    private static MergedTraceClient Client(params ITraceSource[] sources) => new(sources, TimeProvider.System);

    private static async Task<List<TraceSummary>> ListAsync(TraceList list)
    {
        var found = new List<TraceSummary>();
        await foreach (var summary in list)
            found.Add(summary);
        return found;
    }

    private static async Task<List<string>> IdsAsync(TraceList list) => (await ListAsync(list)).ConvertAll(summary => summary.Id);
}
