using TraceClient.Galtea;

namespace TraceClient.Tests.Sources.Galtea;

public class GalteaListTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset Clock = Now.AddSeconds(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_summary_says_what_the_rows_come_to()
    {
        var api = new FakeGalteaApi
        {
            Rows = [.. GalteaSamples.Rows("get-traces.200.tree.json")],
            Results = [.. GalteaSamples.Results("get-inferenceResults.200.json")],
        };

        var summary = Assert.Single(await ListAsync(api));

        Assert.Equal("support_agent", summary.Name);
        Assert.Equal((TraceStatus.Ok, 4, 1), (summary.Status, summary.SpanCount, summary.ErrorCount));
        Assert.Equal([SpanType.Agent, SpanType.Retriever, SpanType.Tool, SpanType.Generation], summary.SpanTypes!);
        Assert.Equal(TraceTimestamp.Parse("2026-01-15T10:00:00Z"), summary.RecordedAt);
        Assert.Equal(TraceTimestamp.Parse("2026-01-15T10:00:00Z"), summary.StartTime);
        Assert.Equal(TraceTimestamp.Parse("2026-01-15T10:00:00.812Z"), summary.EndTime);
        Assert.Equal(TimeSpan.FromMilliseconds(812), summary.Duration);
        Assert.Equal("session_c0nstructed00000000001", summary.SessionId);
        Assert.Equal(458, summary.Attributes.GetInt64("galtea.tokens"));
    }

    [Fact]
    public async Task A_summary_agrees_with_its_trace()
    {
        var api = new FakeGalteaApi
        {
            Rows = [.. GalteaSamples.Rows("get-traces.200.edge-cases.json")],
            Results = [.. GalteaSamples.Results("get-inferenceResults.200.json")],
        };

        var summary = Assert.Single(await ListAsync(api));
        var trace = await Source(api).FindTraceAsync(summary.Id, Token);

        Assert.Equal((trace!.Name, trace.Status, trace.StartTime, trace.EndTime),
            (summary.Name, summary.Status, summary.StartTime, summary.EndTime));
        Assert.Equal(trace.Spans.Count, summary.SpanCount);
    }

    [Fact]
    public async Task An_inference_result_with_an_id_that_no_reference_can_hold_costs_that_result() => Assert.Equal(
        "a", Assert.Single(
            await ListAsync(new FakeGalteaApi { Results = [GalteaSamples.Result("r\u0001", Now), GalteaSamples.Result("a", Now)] })).Id);

    [Fact]
    public async Task An_inference_result_without_rows_is_listed()
    {
        var summary = Assert.Single(await ListAsync(new FakeGalteaApi { Results = [GalteaSamples.Result("r", Now)] }));

        Assert.Equal(("r", 0, 0), (summary.Name, summary.SpanCount, summary.ErrorCount));
        Assert.Empty(summary.SpanTypes!);
        Assert.Null(summary.StartTime);
    }

    [Fact]
    public async Task The_list_is_newest_first_over_all_pages()
    {
        var api = new FakeGalteaApi { Results = Many(7), MaxLimit = 3 };

        var list = await ListAsync(api);

        Assert.Equal(["r0", "r1", "r2", "r3", "r4", "r5", "r6"], list.Select(summary => summary.Id));
        Assert.Equal([0, 3, 6, 7], api.ResultsCalls.Select(call => call.Offset));
        Assert.All(api.ResultsCalls, call => Assert.Equal(["createdAt,desc"], call.Sort));
    }

    [Fact]
    public async Task A_page_in_another_order_is_put_in_order()
    {
        var api = new FakeGalteaApi { Results = [.. Many(5).AsEnumerable().Reverse()], IgnoresSort = true };

        var list = await ListAsync(api);

        Assert.Equal(["r0", "r1", "r2", "r3", "r4"], list.Select(summary => summary.Id));
    }

    [Fact]
    public async Task Turns_that_arrive_while_the_list_is_read_shift_nothing()
    {
        var results = Many(6);
        var api = new FakeGalteaApi
        {
            Results = results,
            MaxLimit = 2,
            AfterResultsPage = () => results.Add(GalteaSamples.Result("new" + results.Count, Now.AddSeconds(results.Count))),
        };

        var list = await ListAsync(api);

        Assert.Equal(["r0", "r1", "r2", "r3", "r4", "r5"], list.Select(summary => summary.Id));
        Assert.Null(api.ResultsCalls[0].To);
        Assert.All(api.ResultsCalls.Skip(1), call => Assert.Equal(Clock, call.To));
    }

    [Fact]
    public async Task A_service_whose_clock_is_ahead_still_shows_its_newest_turns()
    {
        var ahead = Now.AddMinutes(5);
        var api = new FakeGalteaApi
        {
            Results = [GalteaSamples.Result("a", ahead), GalteaSamples.Result("b", ahead.AddMinutes(-1))],
            MaxLimit = 1
        };

        var list = await ListAsync(api);

        Assert.Equal(["a", "b"], list.Select(summary => summary.Id));
    }

    [Fact]
    public async Task The_time_filter_is_inclusive_and_sent_in_utc()
    {
        var api = new FakeGalteaApi { Results = Many(5) };
        var offset = TimeSpan.FromHours(2);

        var list = await ListAsync(
            api, new TraceQuery { From = Now.AddMinutes(-3).ToOffset(offset), To = Now.AddMinutes(-1).ToOffset(offset) });

        Assert.Equal(["r1", "r2", "r3"], list.Select(summary => summary.Id));
        Assert.All(api.ResultsCalls,
            call => Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (call.From!.Value.Offset, call.To!.Value.Offset)));
        Assert.All(api.ResultsCalls, call => Assert.Equal((Now.AddMinutes(-3), Now.AddMinutes(-1)), (call.From!.Value, call.To!.Value)));
    }

    [Fact]
    public async Task Claimed_filters_hold_though_the_service_ignores_them()
    {
        var api = new FakeGalteaApi
        {
            IgnoresFilters = true,
            Results =
            [
                GalteaSamples.Result("wanted", Now) with { UserId = "u" },
                GalteaSamples.Result("too-old", Now.AddDays(-2)) with { UserId = "u" },
                GalteaSamples.Result("too-new", Now.AddDays(2)) with { UserId = "u" },
                GalteaSamples.Result("other-session", Now, session: "t") with { UserId = "u" },
                GalteaSamples.Result("other-status", Now, "FAILED") with { UserId = "u" },
                GalteaSamples.Result("other-user", Now) with { UserId = "v" },
                GalteaSamples.Result("no-time", Now) with { UserId = "u", CreatedAt = default },
                GalteaSamples.Result("deleted", Now) with { UserId = "u", DeletedAt = SourceTime.FromText("2026-01-15T12:00:00Z") },
            ],
        };
        var query = new TraceQuery { From = Now.AddDays(-1), To = Now.AddDays(1), SessionId = "s", Status = TraceStatus.Ok, User = "u" };

        var list = await ListAsync(api, query);

        Assert.Equal(["wanted"], list.Select(summary => summary.Id));
        Assert.Equal(["s"], api.ResultsCalls[0].SessionIds!);
        Assert.All(api.RowsCalls, call => Assert.Equal(["wanted"], call.InferenceResultIds));
    }

    [Fact]
    public async Task Everlasting_bounds_are_no_bounds()
    {
        var api = new FakeGalteaApi { IgnoresFilters = true, Results = Many(1) };

        Assert.Single(await ListAsync(api, new TraceQuery { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue }));
    }

    [Theory]
    [InlineData(5, false, 5)]
    [InlineData(5, true, 100)]
    [InlineData(0, false, 1)]
    [InlineData(500, false, 100)]
    [InlineData(null, false, 100)]
    public async Task A_limit_makes_pages_smaller_unless_others_choose_among_them(int? limit, bool errorsOnly, int pageSize)
    {
        var api = new FakeGalteaApi { Results = Many(1) };

        await ListAsync(api, new TraceQuery { Limit = limit, ErrorsOnly = errorsOnly });

        Assert.All(api.ResultsCalls, call => Assert.Equal(pageSize, call.Limit));
    }

    [Fact]
    public async Task Addresses_stay_under_2000_characters()
    {
        var results = Enumerable.Range(0, 100).Select(i => GalteaSamples.Result($"inferenceResult_c0nstructed{i:D12}", Now.AddSeconds(-i)))
            .ToList();
        var api = new FakeGalteaApi
        {
            Results = results,
            Rows = [.. results.Select(result => GalteaSamples.Row("row of " + result.Id, result.Id!, "2026-01-15T10:00:00Z"))],
        };
        var options = new GalteaOptions { BaseAddress = new Uri("https://gateway.example.test/a/rather/long/prefix/") };

        var list = await Source(api, options).ListTracesAsync(new TraceQuery(), Token).ToListAsync(Token);

        Assert.Equal(results.Select(result => result.Id), list.Select(summary => summary.Id));
        Assert.All(list, summary => Assert.Equal(1, summary.SpanCount));
        Assert.All(api.RowsCalls, call => Assert.InRange(AddressOf(call, options.BaseAddress).Length, 1, 1_999));
        Assert.InRange(api.RowsCalls.Max(call => AddressOf(call, options.BaseAddress).Length), 1_850, 1_999);
    }

    [Fact]
    public async Task Rows_of_later_turns_are_not_asked_for_before_their_turn()
    {
        var api = new FakeGalteaApi { Results = Many(100) };

        await ListFirstAsync(api);

        Assert.Single(api.ResultsCalls);
        Assert.True(api.RowsCalls.Sum(call => call.InferenceResultIds.Count) < 100);
    }

    [Fact]
    public async Task A_service_that_sends_one_full_page_again_and_again_ends_the_list_with_an_exception()
    {
        var source = Source(new FakeGalteaApi { Results = Many(5), IgnoresOffset = true }, new GalteaOptions { PageSize = 2 });
        var seen = new List<string>();

        var exception = await Assert.ThrowsAsync<TraceFormatException>(async () =>
        {
            await foreach (var summary in source.ListTracesAsync(new TraceQuery(), Token))
                seen.Add(summary.Id);
        });

        Assert.Equal(["r0", "r1"], seen);
        Assert.Equal("galtea", exception.SourceName);
    }

    [Fact]
    public async Task A_service_that_ignores_paging_and_sends_all_at_once_is_listed()
    {
        var list = await ListAsync(new FakeGalteaApi { Results = Many(5), IgnoresOffset = true });

        Assert.Equal(5, list.Count);
    }

    [Fact]
    public async Task Rows_that_cannot_be_read_to_the_end_are_not_counted()
    {
        var api = new FakeGalteaApi
        {
            Results = Many(1),
            Rows = [GalteaSamples.Row("a", "r0", "2026-01-15T10:00:00Z"), GalteaSamples.Row("b", "r0", "2026-01-15T10:00:01Z")],
            RowsOffset = (_, _) => 0,
        };

        var summary = Assert.Single(await ListAsync(api));

        Assert.Null(summary.SpanCount);
        Assert.Null(summary.SpanTypes);
        Assert.Equal("step a", summary.Name);
    }

    private static string AddressOf(FakeGalteaApi.RowsCall call, Uri baseAddress) =>
        $"{baseAddress}traces?{string.Concat(call.InferenceResultIds.Select(id => $"inferenceResultIds={Uri.EscapeDataString(id)}&"))}"
        + $"{string.Concat(call.Sort.Select(sort => $"sort={Uri.EscapeDataString(sort)}&"))}offset={call.Offset}&limit={call.Limit}";

    private static List<GalteaInferenceResult> Many(int count) =>
        [.. Enumerable.Range(0, count).Select(i => GalteaSamples.Result($"r{i}", Now.AddMinutes(-i)))];

    private static ValueTask<List<TraceSummary>> ListAsync(FakeGalteaApi api, TraceQuery? query = null) =>
        Source(api).ListTracesAsync(query ?? new TraceQuery(), Token).ToListAsync(Token);

    private static async Task ListFirstAsync(FakeGalteaApi api) =>
        Assert.NotNull(await Source(api).ListTracesAsync(new TraceQuery(), Token).FirstOrDefaultAsync(Token));

    private static GalteaSource Source(FakeGalteaApi api, GalteaOptions? options = null) =>
        new(api, options ?? new GalteaOptions(), new FakeTimeProvider(Clock));
}
