using TraceClient.Calyptia;
using static TraceClient.Tests.Sources.Calyptia.CalyptiaTestData;

namespace TraceClient.Tests.Sources.Calyptia;

public sealed class CalyptiaSourceTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task A_record_names_its_chunk_precisely()
    {
        var source =
            Source(new FakeCalyptiaApi().WithSession("s", "p", Start, Hour, Record("a1", 1, 0), Record("a3", 3, 1), Record("b1", 1, 100)));

        Assert.Equal("s/trace.0/a1", (await FindAsync(source, "s/trace.0/a3"))!.Id);
        Assert.Equal("s/trace.0/b1", (await FindAsync(source, "s/trace.0/b1"))!.Id);
        Assert.Null(await FindAsync(source, "s/trace.0/zz"));
        Assert.Null(await FindAsync(source, "s/trace.1/a1"));
    }

    [Fact]
    public async Task A_trace_id_alone_names_the_newest_chunk_and_says_how_many_there_are()
    {
        var source = Source(
            new FakeCalyptiaApi().WithSession("s", "p", Start, Hour, Record("a1", 1, 0), Record("b1", 1, 100), Record("c1", 1, 200)));

        var trace = (await FindAsync(source, "s/trace.0"))!;

        Assert.Equal("s/trace.0/c1", trace.Id);
        var warning = Assert.Single(trace.Warnings, warning => warning.Code == TraceWarningCodes.AmbiguousId);
        Assert.Contains("3 chunks", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trace_id_that_is_unique_is_not_ambiguous()
    {
        var source =
            Source(new FakeCalyptiaApi().WithSession("s", "p", Start, Hour, Record("a1", 1, 0), Record("b1", 1, 100, traceId: "trace.1")));

        Assert.Empty((await FindAsync(source, "s/trace.0"))!.Warnings);
    }

    [Fact]
    public async Task A_trace_id_may_have_slashes()
    {
        var source = Source(new FakeCalyptiaApi()
            .WithSession("s", "p", Start, Hour, Record("a1", 1, 0, traceId: "a/b.0"), Record("b1", 1, 1, traceId: "a")));

        Assert.Equal("s/a/b.0/a1", (await FindAsync(source, "s/a/b.0"))!.Id);
        Assert.Equal("s/a/b.0/a1", (await FindAsync(source, "s/a/b.0/a1"))!.Id);
        Assert.Equal("s/a/b1", (await FindAsync(source, "s/a"))!.Id);
    }

    [Fact]
    public async Task A_trace_id_with_control_characters_can_be_listed_and_found()
    {
        var source = Source(new FakeCalyptiaApi().WithSession("s", "p", Start, Hour, Record("a1", 1, 0, traceId: "a\u0007b")));

        var summary = Assert.Single(await ListAsync(source, new TraceQuery { SessionId = "s" }));

        Assert.Equal("s/a%07b/a1", (await FindAsync(source, summary.Id))!.Id);
    }

    [Fact]
    public async Task Traces_of_one_session_are_read_in_one_walk_in_the_order_of_their_ids()
    {
        var api = new FakeCalyptiaApi()
            .WithSession("s", "p", Start, Hour, Record("a1", 1, 0), Record("b1", 1, 100), Record("c1", 1, 200, traceId: "trace.1"))
            .WithSession("t", "p", Start, Hour, Record("d1", 1, 0));
        var source = Source(api);
        string[] ids = ["s/trace.1/c1", "t/trace.0", "s/trace.0", "unknown/trace.0", "s/trace.0/a1", "s", "s/trace.9", "s/trace.1/c1"];

        var traces = await source.LookUpTracesAsync(ids, TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["s/trace.1/c1", "t/trace.0/d1", "s/trace.0/b1", null, "s/trace.0/a1", null, null, "s/trace.1/c1"],
            traces.Select(found => found.Trace?.Id));
        Assert.All(traces, found => Assert.True(found.Trace is null ^ found.Error is null));
        Assert.Single(traces, found => found.Trace?.Warnings.Any(warning => warning.Code == TraceWarningCodes.AmbiguousId) == true);
        Assert.Equal(["records s", "records t"], api.Requests.Where(request => request.StartsWith("records", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_session_is_read_when_the_first_of_its_traces_is_due()
    {
        var api = new FakeCalyptiaApi().WithSession("s", "p", Start, Hour, Record("a1", 1, 0))
            .WithSession("t", "p", Start, Hour, Record("d1", 1, 0));

        await Source(api).LookUpTracesAsync(["s/trace.0", "t/trace.0"], TestContext.Current.CancellationToken)
            .FirstAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain("records t", api.Requests);
    }

    [Theory]
    [InlineData("s")]
    [InlineData("s/")]
    [InlineData("/trace.0")]
    [InlineData("unknown/trace.0")]
    public async Task What_names_no_chunk_finds_nothing(string id)
    {
        var source = Source(new FakeCalyptiaApi().WithSession("s", "p", Start, Hour, Record("a1", 1, 0)));

        Assert.Null(await FindAsync(source, id));
        await Assert.ThrowsAsync<TraceNotFoundException>(async () =>
            await source.StreamSpansAsync(id, TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Spans_are_streamed_with_their_parents()
    {
        var source = Source(
            new FakeCalyptiaApi().WithSession("s", "p", Start, Hour, Record("a1", 1, 0), Record("a3", 3, 1), Record("o1", 4, 2, "http.0")));

        var spans = await source.StreamSpansAsync("s/trace.0/a1", TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["a1<", "a3<a1", "o1<a3"], spans.Select(span => $"{span.Id}<{span.ParentId}"));
    }

    [Fact]
    public async Task A_chunk_that_was_named_precisely_ends_the_walk()
    {
        var records = Enumerable.Range(0, 1000).Select(i => Record($"r{i}", 1, 10 * i, traceId: $"trace.{i}"));
        var api = new FakeCalyptiaApi().WithSession("s", "p", Start, TimeSpan.FromHours(10), records);
        var source = Source(api, new CalyptiaOptions { PageSize = 10 });

        Assert.NotNull(await FindAsync(source, "s/trace.990/r990"));

        Assert.InRange(api.Requests.Count(request => request == "records s"), 1, 4);
    }

    [Fact]
    public async Task Traces_are_listed_newest_first_and_each_is_found_as_listed()
    {
        var random = new Random(42);
        var at = 0.0;
        var records = Enumerable.Range(0, 600).Select(i => Record(
            $"r{i}", random.Next(1, 5), at += random.Next(40) == 0
                ? 80
                : random.NextDouble(), $"p.{random.Next(2)}", random.Next(1, 5), $"trace.{random.Next(4)}"));
        var source = Source(new FakeCalyptiaApi().WithSession("s", "p", Start, Hour, records), new CalyptiaOptions { PageSize = 9 });

        var summaries = await ListAsync(source, new TraceQuery { SessionId = "s" });

        Assert.Equal(summaries.OrderByDescending(summary => summary.RecordedAt!.Value).Select(summary => summary.Id),
            summaries.Select(summary => summary.Id));
        Assert.Equal(600, summaries.Sum(summary => summary.SpanCount));
        foreach (var summary in summaries)
        {
            var trace = (await FindAsync(source, summary.Id))!;
            Assert.Equal(summary.Id, trace.Id);
            Assert.Equal(summary.SpanCount, trace.Spans.Count);
        }
    }

    [Fact]
    public async Task The_newest_traces_come_before_the_session_has_been_read()
    {
        var records = Enumerable.Range(0, 10_000).Select(i => Record($"r{i}", 1, 10 * i, traceId: $"trace.{i}"));
        var api = new FakeCalyptiaApi().WithSession("s", "p", Start, TimeSpan.FromDays(10), records);
        var source = Source(api, new CalyptiaOptions { PageSize = 10 });

        var newest = await source.ListTracesAsync(new TraceQuery { SessionId = "s" }, TestContext.Current.CancellationToken)
            .FirstAsync(TestContext.Current.CancellationToken);

        Assert.Equal("s/trace.9999/r9999", newest.Id);
        Assert.InRange(api.Requests.Count(request => request == "records s"), 1, 3);
    }

    [Fact]
    public async Task An_output_waits_for_its_chunk()
    {
        var source = Source(new FakeCalyptiaApi().WithSession(
            "s", "p", Start, Hour, Record("a3", 3, 0), Record("b3", 3, 500, traceId: "trace.1"), Record("o1", 4, 1000, "http.0", code: 1)));

        var summaries = await ListAsync(source, new TraceQuery { SessionId = "s" });

        Assert.Equal(["s/trace.1/b3:1", "s/trace.0/a3:2"], summaries.Select(summary => $"{summary.Id}:{summary.SpanCount}"));
    }

    [Fact]
    public async Task List_stops_when_a_cursor_repeats_and_says_so()
    {
        var api = new FakeCalyptiaApi { NextCursor = _ => "2" }
            .WithSession("s", "p", Start, Hour, Enumerable.Range(0, 6).Select(i => Record($"r{i}", 1, i, traceId: $"trace.{i}")));
        var source = Source(api, new CalyptiaOptions { PageSize = 2 });

        var error = await Assert.ThrowsAsync<TraceFormatException>(() => ListAsync(source, new TraceQuery { SessionId = "s" }));

        Assert.Contains("the same page of trace records twice", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, api.Requests.Count(request => request == "records s"));
    }

    [Fact]
    public async Task List_ends_with_an_exception_when_pages_repeat_under_new_cursors()
    {
        var zeros = "";
        var api = new FakeCalyptiaApi { NextCursor = _ => zeros += "0" }.WithSession("s", "p", Start, Hour, Record("a1", 1, 0));

        await Assert.ThrowsAsync<TraceFormatException>(() => ListAsync(Source(api), new TraceQuery { SessionId = "s" }));
    }

    [Fact]
    public async Task A_list_with_a_start_reads_no_further_back_than_it_takes()
    {
        var records = Enumerable.Range(0, 1000).Select(i => Record($"r{i}", 1, 10 * i, traceId: $"trace.{i}"));
        var api = new FakeCalyptiaApi().WithSession("s", "p", Start, TimeSpan.FromHours(10), records);
        var source = Source(api, new CalyptiaOptions { PageSize = 10 });

        var summaries =
            await ListAsync(source, new TraceQuery { SessionId = "s", From = Start.AddSeconds(9900), To = Start.AddSeconds(9950) });

        Assert.Equal(["trace.995", "trace.994", "trace.993", "trace.992", "trace.991", "trace.990"],
            summaries.Select(summary => summary.Id.Split('/')[1]));
        Assert.InRange(api.Requests.Count(request => request == "records s"), 1, 4);
    }

    [Fact]
    public async Task A_session_that_is_not_known_has_no_traces()
    {
        var api = new FakeCalyptiaApi().WithSession("gone", "p", Start, Hour);
        api.Records.Remove("gone");

        Assert.Empty(await ListAsync(Source(api), new TraceQuery { SessionId = "unknown" }));
        Assert.Empty(await ListAsync(Source(api), new TraceQuery { SessionId = "gone" }));
    }

    [Fact]
    public async Task Traces_are_filtered_by_the_types_of_their_spans()
    {
        var source = Source(new FakeCalyptiaApi().WithSession(
            "s", "p", Start, Hour, Record("a1", 1, 0), Record("a3", 3, 1), Record("b1", 1, 2, traceId: "trace.1"),
            Record("b2", 2, 3, "grep.0", traceId: "trace.1")));

        var summary = Assert.Single(await ListAsync(source, new TraceQuery { SessionId = "s", SpanType = SpanType.Filter }));

        Assert.Equal("s/trace.1/b1", summary.Id);
    }

    [Fact]
    public async Task Records_without_ids_and_times_are_not_lost()
    {
        var source = Source(new FakeCalyptiaApi().WithSession(
            "s", "p", Start, Hour, new CalyptiaTraceRecord { TraceId = "t", Type = CalyptiaRecordType.Input },
            new CalyptiaTraceRecord { TraceId = "t", Type = CalyptiaRecordType.Filter }));

        var summary = Assert.Single(await ListAsync(source, new TraceQuery { SessionId = "s" }));

        Assert.Equal(2, summary.SpanCount);
        Assert.Null(summary.RecordedAt);
        Assert.NotNull(await FindAsync(source, summary.Id));
    }

    internal static Task<Trace?> FindAsync(CalyptiaSource source, string id) =>
        source.FindTraceAsync(id, TestContext.Current.CancellationToken);

    internal static async Task<List<TraceSummary>> ListAsync(CalyptiaSource source, TraceQuery query) =>
        await source.ListTracesAsync(query, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
}
