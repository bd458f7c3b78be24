using TraceClient.Galtea;

namespace TraceClient.Tests.Sources.Galtea;

public class GalteaFindTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_trace_is_an_inference_result_with_its_rows()
    {
        var trace = await FindAsync(new FakeGalteaApi
        {
            Rows = [.. GalteaSamples.Rows("get-traces.200.tree.json")],
            Results = [.. GalteaSamples.Results("get-inferenceResults.200.json")],
        });

        Assert.Equal("galtea:" + GalteaSamples.TurnId, trace!.Reference.ToString());
        Assert.Equal("support_agent", trace.Name);
        Assert.Equal(TraceStatus.Ok, trace.Status);
        Assert.True(trace.IsComplete);
        Assert.Equal("session_c0nstructed00000000001", trace.SessionId);
        Assert.Null(trace.User);
        Assert.Equal(TimeSpan.FromMilliseconds(812), trace.Duration);
        Assert.Equal(TraceTimestamp.Parse("2026-01-15T10:00:00Z"), trace.StartTime);
        var root = Assert.Single(trace.Roots);
        Assert.Equal(["find_policy", "lookup_order", "answer"], root.Children.Select(child => child.Name));
        Assert.Empty(trace.Warnings);
    }

    [Fact]
    public async Task What_else_the_inference_result_says_is_in_the_traces_attributes()
    {
        var trace = await FindAsync(new FakeGalteaApi { Results = [.. GalteaSamples.Results("get-inferenceResults.200.json")] });

        var attributes = trace!.Attributes;
        Assert.Equal("Where is my order?", attributes["galtea.input"].AsMap!.GetString("user_message"));
        Assert.Equal("It ships tomorrow.", attributes.GetString("galtea.actual_output"));
        Assert.Equal(0, attributes.GetInt64("galtea.index"));
        Assert.Equal((420, 38, 458), (
            attributes.GetInt64("galtea.input_tokens"), attributes.GetInt64("galtea.output_tokens"), attributes.GetInt64("galtea.tokens")));
        Assert.Equal("4bf92f3577b34da6a3ce929d0e0e4736", attributes.GetString("galtea.w3c_trace_id"));
        Assert.Equal("2026-01-15T10:00:00.000Z", attributes.GetString("galtea.created_at"));
        Assert.DoesNotContain("galtea.cost", attributes.Keys);
        Assert.DoesNotContain("galtea.status", attributes.Keys);
    }

    [Fact]
    public async Task All_of_an_inference_result_is_kept_under_the_names_of_its_members()
    {
        var result = Wire.Galtea<GalteaInferenceResult>($$"""
            {"id":"{{GalteaSamples.TurnId}}","status":"PAUSED","input":1,"actualOutput":2,"retrievalContext":3,"index":4,"traceId":"w3c",
            "inputTokens":5,"outputTokens":6,"cacheReadInputTokens":7,"tokens":8,"cost":0.5,"creditsUsed":1.5,
            "conversationSimulatorVersion":9,"latency":-1,"createdAt":"soon","ofTomorrow":true}
            """);

        var trace = await FindAsync(new FakeGalteaApi { Results = [result] });

        Assert.Equal(
            """
            {"galtea.status":"PAUSED","galtea.input":1,"galtea.actual_output":2,"galtea.retrieval_context":3,"galtea.index":4,
            "galtea.w3c_trace_id":"w3c","galtea.input_tokens":5,"galtea.output_tokens":6,"galtea.cache_read_input_tokens":7,
            "galtea.tokens":8,"galtea.cost":0.5,"galtea.credits_used":1.5,"galtea.conversation_simulator_version":9,
            "galtea.ofTomorrow":true,
            "galtea.latency":-1.0,"galtea.created_at":"soon"}
            """.ReplaceLineEndings(""),
            AttributeValue.From(trace!.Attributes).ToString());
        Assert.Equal(
            [
                "'latency' could not be read; it is kept as the attribute 'galtea.latency'.",
                "'created_at' could not be read; it is kept as the attribute 'galtea.created_at'.",
            ],
            trace.Warnings.Select(warning => warning.Message));
    }

    [Theory]
    [InlineData("PENDING", TraceStatus.Running, false, null)]
    [InlineData("GENERATED", TraceStatus.Ok, true, null)]
    [InlineData("FAILED", TraceStatus.Error, true, null)]
    [InlineData("SKIPPED", TraceStatus.Unset, true, "SKIPPED")]
    [InlineData("PAUSED", TraceStatus.Unset, false, "PAUSED")]
    public async Task The_inference_result_tells_the_status(string wire, TraceStatus status, bool isComplete, string? attribute)
    {
        var trace = await FindAsync(
            new FakeGalteaApi { Results = [new GalteaInferenceResult { Id = GalteaSamples.TurnId, Status = wire }] });

        Assert.Equal((status, isComplete), (trace!.Status, trace.IsComplete));
        Assert.Equal(attribute, trace.Attributes.GetString("galtea.status"));
    }

    [Theory]
    [InlineData("null", TraceStatus.Unset)]
    [InlineData("\"broken\"", TraceStatus.Error)]
    public async Task Without_an_inference_result_the_trace_is_built_from_the_rows(string rootError, TraceStatus status)
    {
        var trace = await FindAsync(new FakeGalteaApi
        {
            Rows = [GalteaSamples.Row(
                $$"""{"id":"a","inferenceResultId":"{{GalteaSamples.TurnId}}","name":"root","error":{{rootError}}}""")],
        });

        Assert.Equal(("root", status), (trace!.Name, trace.Status));
        Assert.False(trace.IsComplete);
        Assert.Null(trace.SessionId);
    }

    [Fact]
    public async Task An_inference_result_without_rows_is_a_trace_without_spans()
    {
        var trace = await FindAsync(new FakeGalteaApi { Results = [new GalteaInferenceResult { Id = GalteaSamples.TurnId }] });

        Assert.Equal(GalteaSamples.TurnId, trace!.Name);
        Assert.Empty(trace.Spans);
    }

    [Fact]
    public async Task A_trace_that_nobody_knows_is_null()
    {
        Assert.Null(await FindAsync(new FakeGalteaApi()));
    }

    [Fact]
    public async Task Several_roots_and_an_orphan_all_stand_at_the_top()
    {
        var trace = await FindAsync(new FakeGalteaApi { Rows = [.. GalteaSamples.Rows("get-traces.200.edge-cases.json")] });

        Assert.Equal(["orphan_parent_not_in_page", "second_root_same_turn", "name_only"], trace!.Roots.Select(root => root.Name));
        Assert.Equal("second_root_same_turn", trace.Name);
        Assert.Equal(TraceWarningCodes.MissingParent, Assert.Single(trace.Warnings).Code);
    }

    [Fact]
    public async Task Deleted_rows_and_rows_of_other_turns_are_left_out()
    {
        var deleted = GalteaSamples.Row(
            "gone", GalteaSamples.TurnId, "2026-01-15T10:00:00Z") with
        { DeletedAt = SourceTime.FromText("2026-01-16T10:00:00Z") };
        var trace = await FindAsync(new FakeGalteaApi
        {
            IgnoresFilters = true,
            Rows = [deleted, GalteaSamples.Row("other", "x", "2026-01-15T10:00:00Z"),
                GalteaSamples.Row("a", GalteaSamples.TurnId, "2026-01-15T10:00:00Z")],
        });

        Assert.Equal("a", Assert.Single(trace!.Spans).Id);
    }

    [Fact]
    public async Task A_deleted_inference_result_counts_as_unknown()
    {
        Assert.Null(await FindAsync(new FakeGalteaApi
        {
            Results = [new GalteaInferenceResult { Id = GalteaSamples.TurnId, DeletedAt = SourceTime.FromText("2026-01-16T10:00:00Z") }],
        }));
    }

    [Fact]
    public async Task Rows_are_read_until_a_page_is_empty_though_the_service_sends_fewer_than_asked_for()
    {
        var api = new FakeGalteaApi { Rows = ManyRows(7), MaxLimit = 3 };

        var trace = await FindAsync(api);

        Assert.Equal(7, trace!.Spans.Count);
        Assert.Equal([0, 3, 6, 7], api.RowsCalls.Select(call => call.Offset));
        Assert.All(api.RowsCalls, call => Assert.Equal(["createdAt,asc"], call.Sort));
        Assert.Empty(trace.Warnings);
    }

    [Fact]
    public async Task A_sort_is_sent_as_two_values_when_the_options_say_so()
    {
        var api = new FakeGalteaApi { Rows = ManyRows(1) };

        await Source(api, new GalteaOptions { SortAsTwoValues = true }).FindTraceAsync(GalteaSamples.TurnId, Token);

        Assert.All(api.RowsCalls, call => Assert.Equal(["createdAt", "asc"], call.Sort));
    }

    [Fact]
    public async Task Rows_that_shift_into_the_next_page_are_taken_once()
    {
        // From the second page on, one row has come in before the place that was read to.
        var api = new FakeGalteaApi { Rows = ManyRows(6), MaxLimit = 2, RowsOffset = (call, offset) => call == 1 ? offset : offset - 1 };

        var trace = await FindAsync(api);

        Assert.Equal(6, trace!.Spans.Count);
        Assert.Empty(trace.Warnings);
    }

    [Fact]
    public async Task A_page_that_comes_twice_by_mistake_loses_nothing()
    {
        var api = new FakeGalteaApi { Rows = ManyRows(6), MaxLimit = 2, RowsOffset = (call, offset) => call == 2 ? 0 : offset };

        var trace = await FindAsync(api);

        Assert.Equal(6, trace!.Spans.Count);
        Assert.Empty(trace.Warnings);
    }

    [Fact]
    public async Task A_service_that_ignores_offsets_ends_the_walk_and_the_trace_says_so()
    {
        var trace = await FindAsync(new FakeGalteaApi { Rows = ManyRows(6), MaxLimit = 2, IgnoresOffset = true });

        Assert.Equal(2, trace!.Spans.Count);
        Assert.Equal(TraceWarningCodes.Incomplete, Assert.Single(trace.Warnings).Code);
    }

    [Fact]
    public async Task A_row_without_an_id_is_left_out_with_a_warning()
    {
        var api = new FakeGalteaApi
        {
            Rows = [new GalteaTrace { InferenceResultId = GalteaSamples.TurnId, Name = "nameless" },
                GalteaSamples.Row("a", GalteaSamples.TurnId, "2026-01-15T10:00:00Z")],
        };

        var trace = (await FindAsync(api))!;

        Assert.Equal("a", Assert.Single(trace.Spans).Id);
        Assert.Contains(trace.Warnings, warning => warning.Message == "Spans without an id were left out: 1.");
    }

    [Fact]
    public async Task Spans_stream_in_the_services_order_without_children()
    {
        var api = new FakeGalteaApi { Rows = [.. GalteaSamples.Rows("get-traces.200.tree.json")], MaxLimit = 1 };

        var spans = await Source(api).StreamSpansAsync(GalteaSamples.TurnId, Token).ToListAsync(Token);

        Assert.Equal(["support_agent", "find_policy", "lookup_order", "answer"], spans.Select(span => span.Name));
        Assert.All(spans, span => Assert.Empty(span.Children));
    }

    [Fact]
    public async Task Spans_of_a_page_arrive_before_the_next_page_is_asked_for()
    {
        var api = new FakeGalteaApi { Rows = ManyRows(4), MaxLimit = 2 };

        await Source(api).StreamSpansAsync(GalteaSamples.TurnId, Token).Take(2).ToListAsync(Token);

        Assert.Single(api.RowsCalls);
    }

    [Fact]
    public async Task Streaming_a_trace_that_nobody_knows_is_not_found()
    {
        await Assert.ThrowsAsync<TraceNotFoundException>(async () =>
            await Source(new FakeGalteaApi()).StreamSpansAsync("nobody", Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Streaming_a_trace_without_rows_is_empty()
    {
        var api = new FakeGalteaApi { Results = [new GalteaInferenceResult { Id = "r" }] };

        Assert.Empty(await Source(api).StreamSpansAsync("r", Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Streaming_fails_when_the_service_sends_one_full_page_again_and_again()
    {
        var source = Source(new FakeGalteaApi { Rows = ManyRows(6), IgnoresOffset = true }, new GalteaOptions { PageSize = 2 });

        await Assert.ThrowsAsync<TraceFormatException>(
            async () => await source.StreamSpansAsync(GalteaSamples.TurnId, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task A_ping_asks_for_the_user()
    {
        var api = new FakeGalteaApi();

        await Source(api).PingAsync(Token);

        Assert.True(api.Pinged);
    }

    private static List<GalteaTrace> ManyRows(int count) =>
        [.. Enumerable.Range(0, count).Select(i => GalteaSamples.Row($"row{i}", GalteaSamples.TurnId, $"2026-01-15T10:00:0{i}Z"))];

    private static Task<Trace?> FindAsync(FakeGalteaApi api) => Source(api).FindTraceAsync(GalteaSamples.TurnId, Token);

    private static GalteaSource Source(FakeGalteaApi api, GalteaOptions? options = null) =>
        new(api, options ?? new GalteaOptions(), new FakeTimeProvider(DateTimeOffset.UnixEpoch));
}
