using TraceClient.Kubiya;

namespace TraceClient.Tests.Sources.Kubiya;

public class KubiyaListTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_list_is_read_page_by_page_newest_first()
    {
        var api = new FakeKubiyaApi { Headers = Many(5) };

        var list = await ListAsync(api, pageSize: 2);

        Assert.Equal(["trace 0", "trace 1", "trace 2", "trace 3", "trace 4"], list.Select(summary => summary.Name));
        Assert.Equal([1, 2, 3], api.ListCalls.Select(call => call.Page));
        Assert.All(api.ListCalls, call => Assert.Equal((2, "-started_at"), (call.PageSize, call.Sort)));
    }

    [Fact]
    public async Task The_next_page_is_asked_for_only_when_the_caller_goes_on()
    {
        var api = new FakeKubiyaApi { Headers = Many(5) };

        await Source(api, pageSize: 2).ListTracesAsync(new TraceQuery(), Token).Take(2).CountAsync(Token);

        Assert.Single(api.ListCalls);
    }

    [Fact]
    public async Task Traces_that_arrive_while_the_list_is_read_shift_nothing()
    {
        var headers = Many(6);
        var api = new FakeKubiyaApi
        {
            Headers = headers,
            AfterPage = () => headers.Insert(0, KubiyaSamples.Header(100 + headers.Count, Now.AddMinutes(headers.Count))),
        };

        var list = await ListAsync(api, pageSize: 2);

        Assert.Equal(["trace 0", "trace 1", "trace 2", "trace 3", "trace 4", "trace 5"], list.Select(summary => summary.Name));
    }

    [Fact]
    public async Task From_the_second_page_on_nothing_newer_than_now_is_asked_for()
    {
        var api = new FakeKubiyaApi { Headers = Many(5) };

        await ListAsync(api, pageSize: 2);

        Assert.Equal([null, Now.AddSeconds(1), Now.AddSeconds(1)], api.ListCalls.Select(call => call.TimeTo));
    }

    [Fact]
    public async Task A_service_whose_clock_is_ahead_loses_no_trace()
    {
        var api = new FakeKubiyaApi
        {
            Headers =
            [.. Enumerable.Range(0, 5).Select(i => KubiyaSamples.Header(i, Now.AddHours(1).AddMinutes(-i)))]
        };

        var list = await ListAsync(api, pageSize: 2);

        Assert.Equal(5, list.Count);
        Assert.All(api.ListCalls.Skip(1), call => Assert.Equal(Now.AddHours(1).AddSeconds(1), call.TimeTo));
    }

    [Fact]
    public async Task The_caller_s_upper_bound_holds_for_all_pages()
    {
        var api = new FakeKubiyaApi { Headers = Many(9) };
        var to = Now.AddMinutes(-2).ToOffset(TimeSpan.FromHours(3));

        var list = await ListAsync(api, new TraceQuery { To = to }, pageSize: 3);

        Assert.Equal(7, list.Count);
        Assert.All(api.ListCalls, call => Assert.Equal((to, TimeSpan.Zero), (call.TimeTo, call.TimeTo!.Value.Offset)));
    }

    [Fact]
    public async Task A_trace_that_comes_again_is_given_once()
    {
        var api = Paged(hasNextBefore: 3, [0, 1, 2], [2, 3], []);

        var list = await ListAsync(api);

        Assert.Equal(["trace 0", "trace 1", "trace 2", "trace 3"], list.Select(summary => summary.Name));
    }

    [Fact]
    public async Task A_list_that_has_moved_is_read_beyond_the_pages_that_the_service_counted()
    {
        var api = Paged(hasNextBefore: 2, [0, 1], [1, 2], [3], []);

        var list = await ListAsync(api);

        Assert.Equal(["trace 0", "trace 1", "trace 2", "trace 3"], list.Select(summary => summary.Name));
        Assert.Equal(4, api.ListCalls.Count);
    }

    [Fact]
    public async Task A_last_page_with_nothing_new_is_a_format_exception_since_its_own_traces_are_missing()
    {
        await Assert.ThrowsAsync<TraceFormatException>(() => ListAsync(Paged(hasNextBefore: 2, [0, 1], [0, 1])));
    }

    [Fact]
    public async Task The_same_page_again_ends_in_a_format_exception_behind_what_was_read()
    {
        var headers = Many(2);
        var api = new FakeKubiyaApi { Answer = _ => new KubiyaTracePage { Items = headers, HasNext = true } };
        var list = new List<TraceSummary>();

        var error = await Assert.ThrowsAsync<TraceFormatException>(async () =>
        {
            await foreach (var summary in Source(api).ListTracesAsync(new TraceQuery(), Token))
                list.Add(summary);
        });

        Assert.Equal((2, 2, SourceNames.Kubiya), (list.Count, api.ListCalls.Count, error.SourceName));
    }

    [Fact]
    public async Task Pages_that_take_turns_end_in_a_format_exception()
    {
        var headers = Many(4);
        var api = new FakeKubiyaApi
        {
            Answer = call =>
            new KubiyaTracePage { Items = call.Page % 2 == 1 ? headers[..2] : headers[2..], HasNext = true }
        };

        await Assert.ThrowsAsync<TraceFormatException>(() => ListAsync(api));

        Assert.Equal(3, api.ListCalls.Count);
    }

    [Fact]
    public async Task The_list_ends_where_no_page_follows()
    {
        var api = new FakeKubiyaApi { Headers = Many(4) };

        await ListAsync(api, pageSize: 2);

        Assert.Equal(2, api.ListCalls.Count);
    }

    [Fact]
    public async Task Where_the_service_does_not_say_whether_a_page_follows_an_empty_one_is_the_end()
    {
        var headers = Many(2);
        var api = new FakeKubiyaApi { Answer = call => new KubiyaTracePage { Items = call.Page == 1 ? headers : [] } };

        var list = await ListAsync(api);

        Assert.Equal((2, 2), (list.Count, api.ListCalls.Count));
    }

    [Fact]
    public async Task A_page_without_traces_is_the_end_even_when_one_is_said_to_follow()
    {
        var api = new FakeKubiyaApi { Answer = _ => new KubiyaTracePage { Items = [], HasNext = true } };

        Assert.Empty(await ListAsync(api));
    }

    [Fact]
    public async Task An_answer_without_items_ends_in_a_format_exception()
    {
        var api = new FakeKubiyaApi { Answer = _ => new KubiyaTracePage() };

        var error = await Assert.ThrowsAsync<TraceFormatException>(() => ListAsync(api));

        Assert.Equal("$.items", error.JsonPath);
    }

    [Fact]
    public async Task A_trace_without_an_id_costs_that_trace()
    {
        var api = new FakeKubiyaApi
        {
            Headers =
            [new KubiyaTraceHeader(), new KubiyaTraceHeader { TraceId = "a" }, new KubiyaTraceHeader { TraceId = "b\n" }]
        };

        Assert.Equal("a", Assert.Single(await ListAsync(api)).Id);
    }

    [Fact]
    public async Task The_filters_are_sent()
    {
        var api = new FakeKubiyaApi();

        await ListAsync(api, new TraceQuery
        {
            From = Now.ToOffset(TimeSpan.FromHours(2)),
            Status = TraceStatus.Ok,
            SearchText = "plan",
            SessionId = "e",
            ServiceName = "s",
            User = "u",
            ErrorsOnly = true,
        });

        var call = Assert.Single(api.ListCalls);
        Assert.Equal(new FakeKubiyaApi.ListCall(1, 50, "-started_at", "success", Now, null, "plan", "e", "s", "u", true), call);
        Assert.Equal(TimeSpan.Zero, call.TimeFrom!.Value.Offset);
    }

    [Fact]
    public async Task Traces_with_errors_are_two_lists_merged_by_time_since_a_failed_trace_can_count_no_failed_span()
    {
        var api = new FakeKubiyaApi
        {
            Headers = [Failed(0, "error", 0), Failed(1, "success", 2), Failed(2, "success", 0),
            Failed(3, "error", 1), Failed(4, "error", 0), Failed(5, "running", 3)]
        };

        var list = await ListAsync(api, new TraceQuery { ErrorsOnly = true, User = "u" }, pageSize: 1);

        Assert.Equal(["trace 0", "trace 1", "trace 3", "trace 4", "trace 5"], list.Select(summary => summary.Name));
        Assert.Equal([(1, null), (2, null), (3, null)],
            api.ListCalls.Where(call => call.HasErrors == true).Select(call => (call.Page!.Value, call.Status)).Order());
        Assert.Equal([(1, "error"), (2, "error")],
            api.ListCalls.Where(call => call.HasErrors == false).Select(call => (call.Page!.Value, call.Status)).Order());
        Assert.All(api.ListCalls, call => Assert.Equal("u", call.UserId));
    }

    [Theory]
    [InlineData(TraceStatus.Error, "error", null)]
    [InlineData(TraceStatus.Ok, "success", true)]
    [InlineData(TraceStatus.Running, "running", true)]
    [InlineData(TraceStatus.Unset, null, true)]
    public async Task Traces_with_errors_and_of_a_status_are_one_list(TraceStatus status, string? word, bool? hasErrors)
    {
        var api = new FakeKubiyaApi { Headers = [Failed(0, "error", 0), Failed(1, "error", 1), Failed(2, "success", 0)] };

        var list = await ListAsync(api, new TraceQuery { ErrorsOnly = true, Status = status });

        var call = Assert.Single(api.ListCalls);
        Assert.Equal((word, hasErrors), (call.Status, call.HasErrors));
        Assert.Equal(status == TraceStatus.Error ? ["trace 0", "trace 1"] : [], list.Select(summary => summary.Name));
    }

    [Fact]
    public async Task A_trace_whose_failed_span_arrives_between_the_two_lists_is_given_once()
    {
        var api = new FakeKubiyaApi { Answer = _ => new KubiyaTracePage { Items = [Failed(1, "error", 1)], HasNext = false } };

        Assert.Single(await ListAsync(api, new TraceQuery { ErrorsOnly = true }));
        Assert.Equal(2, api.ListCalls.Count);
    }

    [Fact]
    public async Task Without_filters_none_is_sent()
    {
        var api = new FakeKubiyaApi();

        await ListAsync(api);

        Assert.Equal(
            new FakeKubiyaApi.ListCall(1, 50, "-started_at", null, null, null, null, null, null, null, null), Assert.Single(api.ListCalls));
    }

    [Theory]
    [InlineData(TraceStatus.Ok, "success")]
    [InlineData(TraceStatus.Error, "error")]
    [InlineData(TraceStatus.Running, "running")]
    [InlineData(TraceStatus.Unset, null)]
    public async Task A_status_is_sent_in_the_service_s_word_if_it_has_one(TraceStatus status, string? word)
    {
        var api = new FakeKubiyaApi();

        await ListAsync(api, new TraceQuery { Status = status });

        Assert.Equal(word, Assert.Single(api.ListCalls).Status);
    }

    [Fact]
    public async Task Traces_of_status_Unset_are_picked_here_on_full_pages()
    {
        var api = new FakeKubiyaApi { Headers = [KubiyaSamples.Header(1, Now), KubiyaSamples.Header(2, Now, "cancelled")] };

        var list = await ListAsync(api, new TraceQuery { Status = TraceStatus.Unset, Limit = 1 });

        Assert.Equal("trace 2", Assert.Single(list).Name);
        Assert.Equal(50, Assert.Single(api.ListCalls).PageSize);
    }

    [Fact]
    public async Task An_empty_text_is_a_filter_here_although_the_service_takes_it_for_none()
    {
        var api = new FakeKubiyaApi { Headers = Many(2) };

        Assert.Empty(await ListAsync(api, new TraceQuery { SessionId = "" }));
        Assert.Empty(await ListAsync(api, new TraceQuery { ServiceName = "" }));
        Assert.Empty(await ListAsync(api, new TraceQuery { User = "" }));
    }

    [Theory]
    [InlineData("plan", null, "plan")]
    [InlineData(null, "name", "name")]
    [InlineData("plan", "name", "plan")]
    [InlineData("", "name", "name")]
    [InlineData("100%_", null, "100%_")]
    [InlineData(@"a\b", null, null)]
    public async Task A_text_or_name_narrows_the_search_unless_a_backslash_could_escape(string? text, string? name, string? search)
    {
        var api = new FakeKubiyaApi();

        await ListAsync(api, new TraceQuery { SearchText = text, Name = name });

        Assert.Equal(search, Assert.Single(api.ListCalls).Search);
    }

    [Fact]
    public void Text_name_and_type_are_left_for_the_client_to_decide()
    {
        Assert.Equal(
            TraceFilters.All & ~(TraceFilters.SearchText | TraceFilters.Name | TraceFilters.SpanType | TraceFilters.FullText),
            Source(new FakeKubiyaApi()).Filters);
    }

    [Theory]
    [InlineData(null, 50)]
    [InlineData(1, 1)]
    [InlineData(7, 7)]
    [InlineData(500, 50)]
    [InlineData(0, 1)]
    public async Task A_page_is_no_larger_than_the_caller_s_limit(int? limit, int pageSize)
    {
        var api = new FakeKubiyaApi();

        await ListAsync(api, new TraceQuery { Limit = limit });

        Assert.Equal(pageSize, Assert.Single(api.ListCalls).PageSize);
    }

    [Fact]
    public async Task A_list_says_no_types_since_they_follow_from_the_attributes_of_the_spans()
    {
        var api = new FakeKubiyaApi { Headers = Many(1) };

        Assert.Null(Assert.Single(await ListAsync(api, new TraceQuery { SpanType = SpanType.Tool })).SpanTypes);
    }

    [Fact]
    public async Task The_check_asks_for_one_trace()
    {
        var api = new FakeKubiyaApi();

        await Source(api).PingAsync(Token);

        Assert.Equal(1, Assert.Single(api.ListCalls).PageSize);
    }

    [Fact]
    public async Task The_check_fails_where_another_service_answers()
    {
        var api = new FakeKubiyaApi { Answer = _ => new KubiyaTracePage() };

        await Assert.ThrowsAsync<TraceFormatException>(() => Source(api).PingAsync(Token));
    }

    private static List<KubiyaTraceHeader> Many(int count) =>
        [.. Enumerable.Range(0, count).Select(i => KubiyaSamples.Header(i, Now.AddMinutes(-i)))];

    private static KubiyaTraceHeader Failed(int number, string status, int errors)
    {
        var header = KubiyaSamples.Header(number, Now.AddMinutes(-number), status);
        header.ErrorCount = errors;
        header.UserId = "u";
        return header;
    }

    /// <summary>Answers with the traces of the given numbers, page by page.</summary>
    private static FakeKubiyaApi Paged(int hasNextBefore, params int[][] pages) => new()
    {
        Answer = call => new KubiyaTracePage
        {
            Items = [.. pages[call.Page!.Value - 1].Select(number => KubiyaSamples.Header(number, Now.AddMinutes(-number)))],
            HasNext = call.Page < hasNextBefore,
        },
    };

    private static KubiyaSource Source(FakeKubiyaApi api, int pageSize = 50) =>
        new(api, new KubiyaOptions { PageSize = pageSize }, new FakeTimeProvider(Now.AddSeconds(1)));

    private static async Task<List<TraceSummary>> ListAsync(FakeKubiyaApi api, TraceQuery? query = null, int pageSize = 50) =>
        await Source(api, pageSize).ListTracesAsync(query ?? new TraceQuery(), Token).ToListAsync(Token);
}
