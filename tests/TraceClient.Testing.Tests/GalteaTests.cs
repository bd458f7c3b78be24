using System.Text.Json;

namespace TraceClient.Testing.Tests;

public sealed class GalteaTests : IAsyncLifetime
{
    private TraceSimulator _simulator = null!;
    private ServiceHttpClient _galtea = null!;
    private GalteaSimulatorOptions _options = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await TraceSimulator.StartAsync(options => _options = options.Galtea, TestContext.Current.CancellationToken);
        _galtea = new ServiceHttpClient(_simulator, SimulatedService.Galtea);
    }

    public async ValueTask DisposeAsync()
    {
        _galtea.Dispose();
        await _simulator.DisposeAsync();
    }

    private string FirstResult => _simulator.Galtea.InferenceResultIds.First();

    [Theory]
    [InlineData("sort=createdAt,asc")]
    [InlineData("sort=createdAt&sort=asc")]
    [InlineData("sort=createdAt,desc")]
    [InlineData("sort=startTime,asc")]
    public async Task Offsets_walk_over_every_row_once(string sort)
    {
        var ids = new List<string>();
        JsonElement page;
        while ((page = await _galtea.JsonAsync($"/traces?{sort}&limit=40&offset={ids.Count}")).GetArrayLength() > 0)
            ids.AddRange(page.Texts("id"));

        Assert.Equal(_simulator.Galtea.SpanCount, ids.Count);
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Sorting_by_creation_ascends_or_descends()
    {
        var up = (await _galtea.JsonAsync("/traces?sort=createdAt,asc&limit=1000")).Texts("createdAt");
        var down = (await _galtea.JsonAsync("/traces?sort=createdAt,desc&limit=1000")).Texts("createdAt");

        Assert.Equal(up.Order(StringComparer.Ordinal), up);
        Assert.Equal(Enumerable.Reverse(up), down);
    }

    [Fact]
    public async Task Rows_of_inference_results_are_found_by_repeated_keys()
    {
        var results = _simulator.Galtea.InferenceResultIds.Take(3).ToList();

        var rows = await _galtea.JsonAsync(
            $"/traces?inferenceResultIds={results[0]}&inferenceResultIds={results[2]}"
            + "&inferenceResultIds=inferenceResult_unknown&limit=1000");

        var expected = _simulator.Galtea.SpanIds(results[0]).Concat(_simulator.Galtea.SpanIds(results[2]));
        Assert.Equal(expected.Order(StringComparer.Ordinal), rows.Texts("id").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Rows_of_a_session_are_those_of_its_turns()
    {
        var session = _simulator.Galtea.SessionIds.First();
        var turns = (await _galtea.JsonAsync($"/inferenceResults?sessionIds={session}")).Texts("id");

        var rows = await _galtea.JsonAsync($"/traces?sessionIds={session}&limit=1000");

        Assert.Equal(3, turns.Count);
        Assert.Equal(
            turns.SelectMany(_simulator.Galtea.SpanIds).Order(StringComparer.Ordinal), rows.Texts("id").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Types_names_and_times_filter()
    {
        var all = (await _galtea.JsonAsync("/traces?limit=1000")).EnumerateArray().ToList();
        var time = all.First(row => !row.IsNull("startTime") && row.Text("startTime").EndsWith('Z')).Text("startTime");

        var tools = await _galtea.JsonAsync("/traces?types=TOOL&types=AGENT&limit=1000");
        var replies = await _galtea.JsonAsync("/traces?names=compose_reply&limit=1000");
        var started = await _galtea.JsonAsync($"/traces?fromStartTime={time}&toStartTime={time}");

        Assert.Equal(all.Count(row => row.GetProperty("type").GetString() is "TOOL" or "AGENT"), tools.GetArrayLength());
        Assert.NotEmpty(replies.EnumerateArray());
        Assert.Equal(all.Count(row => row.Text("name") == "compose_reply"), replies.GetArrayLength());
        Assert.NotEmpty(started.EnumerateArray());
        Assert.All(started.Texts("startTime"), text => Assert.Equal(time, text));
    }

    [Fact]
    public async Task Ids_are_strict()
    {
        var known = _simulator.Galtea.SpanIds(FirstResult).First();

        var found = await _galtea.GetAsync($"/traces?ids={known}");
        var one = await _galtea.GetAsync($"/traces?ids={known}&ids=trace_x");
        var two = await _galtea.GetAsync($"/traces?ids=trace_x&ids={known}&ids=trace_y");
        var filtered = await _galtea.GetAsync($"/traces?ids={known}&types=NONE");

        Assert.Equal((200, 404, 404, 404), (found.Status, one.Status, two.Status, filtered.Status));
        Assert.Equal("Span trace_x not found", one.Json.Text("message"));
        Assert.Equal("Spans not found: trace_x, trace_y", two.Json.Text("message"));
    }

    [Theory]
    [InlineData("/traces?inferenceResultId=a")]
    [InlineData("/traces?inferenceResultIds=a,b")]
    [InlineData("/traces?inferenceResultIds[]=a")]
    [InlineData("/traces?types=TOOL,AGENT")]
    [InlineData("/traces?limit=0")]
    [InlineData("/traces?offset=-1")]
    [InlineData("/traces?sort=name,asc")]
    [InlineData("/traces?sort=createdAt")]
    [InlineData("/traces?fromStartTime=yesterday")]
    [InlineData("/sessions?fromStartTime=2026-01-01T00:00:00Z")]
    [InlineData("/auth/user?limit=1")]
    public async Task A_client_s_mistake_is_a_bad_request(string path)
    {
        var response = await _galtea.GetAsync(path);

        Assert.Equal(400, response.Status);
        Assert.NotEmpty(response.Json.Text("message"));
    }

    [Fact]
    public async Task A_path_that_is_not_there_is_not_found()
    {
        Assert.Equal(404, (await _galtea.GetAsync("/v1/traces")).Status);
        Assert.Equal(404, (await _galtea.GetAsync("/traces/")).Status);
        Assert.Equal(404, (await _galtea.GetAsync("/traces/trace_x")).Status);
        Assert.Equal(405, (await _galtea.SendAsync(HttpMethod.Delete, "/sessions")).Status);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(414)]
    public async Task A_long_url_is_rejected_by_the_firewall(int status)
    {
        _options.LongUrlStatus = status;

        var response = await _galtea.GetAsync("/traces?names=" + new string('a', 2300));

        Assert.Equal((status, "text/html"), (response.Status, response.ContentHeaders.ContentType!.MediaType));
        Assert.StartsWith("<html>", response.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await _galtea.GetAsync("/traces?names=" + new string('a', 2100))).Status);
    }

    [Fact]
    public async Task The_token_is_checked()
    {
        _galtea.Headers.Authorization = new("Bearer", "gsk_wrong");
        var wrong = await _galtea.GetAsync("/auth/user");
        _galtea.Headers.Authorization = null;
        var none = await _galtea.GetAsync("/auth/user");

        Assert.Equal((401, 401), (wrong.Status, none.Status));
        Assert.Equal("Unauthorized", none.Json.Text("error"));
    }

    [Fact]
    public async Task A_row_is_created_read_and_deleted()
    {
        var created = await _galtea.SendAsync(HttpMethod.Post, "/traces",
            $$"""{"inferenceResultId":"{{FirstResult}}","name":"lookup_order","type":"TOOL","inputData":"text"}""");
        var id = created.Json.Text("id");

        var read = await _galtea.JsonAsync($"/traces/{id}");
        var deleted = await _galtea.SendAsync(HttpMethod.Delete, $"/traces/{id}");
        var gone = await _galtea.GetAsync($"/traces/{id}");

        Assert.Equal((201, 204, 404), (created.Status, deleted.Status, gone.Status));
        Assert.Equal(("lookup_order", "text"), (read.Text("name"), read.Text("inputData")));
        Assert.True(read.IsNull("deletedAt"));
    }

    [Fact]
    public async Task A_type_that_the_service_does_not_know_moves_to_the_metadata()
    {
        var created =
            await _galtea.SendAsync(
                HttpMethod.Post, "/traces", """{"inferenceResultId":"RESULT","name":"n","type":"LLM","metadata":{"a":1}}""".Replace(
                    "RESULT", FirstResult, StringComparison.Ordinal));

        Assert.Equal("SPAN", created.Json.Text("type"));
        Assert.Equal("""{"a":1,"galtea.span.original_type":"LLM"}""", created.Json.GetProperty("metadata").GetRawText());
    }

    [Theory]
    [InlineData("""{"name":"n"}""")]
    [InlineData("""{"inferenceResultId":"RESULT","name":""}""")]
    [InlineData("""{"inferenceResultId":"inferenceResult_unknown","name":"n"}""")]
    [InlineData("""{"inferenceResultId":"RESULT","name":"n","color":"red"}""")]
    [InlineData("""{"inferenceResultId":"RESULT","name":"n","startTime":"soon"}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task An_invalid_row_is_rejected(string body)
    {
        var response = await _galtea.SendAsync(HttpMethod.Post, "/traces", body.Replace("RESULT", FirstResult, StringComparison.Ordinal));

        Assert.Equal(400, response.Status);
    }

    [Fact]
    public async Task A_body_needs_its_content_type()
    {
        Assert.Equal(415, (await _galtea.SendAsync(HttpMethod.Post, "/traces", "{}", "text/plain")).Status);
    }

    [Fact]
    public async Task A_batch_returns_the_accepted_rows()
    {
        string Row(string name) => $$"""{"inferenceResultId":"{{FirstResult}}","name":"{{name}}"}""";
        var body = $$"""{"traces":[{{Row("a")}},{{Row("")}},{{Row("c")}}]}""";

        var some = await _galtea.SendAsync(HttpMethod.Post, "/traces/batch", body);
        _options.BatchDropsEvery = 3;
        var fewer = await _galtea.SendAsync(HttpMethod.Post, "/traces/batch", body);
        var none = await _galtea.SendAsync(HttpMethod.Post, "/traces/batch", """{"traces":[{"name":"a"}]}""");

        Assert.Equal(["a", "c"], some.Json.Texts("name"));
        Assert.Equal(["a"], fewer.Json.Texts("name"));
        Assert.Equal(400, none.Status);
    }

    [Fact]
    public async Task A_batch_of_deletions_takes_rows_out_of_lists()
    {
        var ids = _simulator.Galtea.SpanIds(FirstResult).Take(2).ToList();

        var response = await _galtea.SendAsync(HttpMethod.Delete, "/traces/batch", $$"""{"ids":["{{ids[0]}}","{{ids[1]}}"]}""");
        var rows = (await _galtea.JsonAsync($"/traces?inferenceResultIds={FirstResult}")).Texts("id");

        Assert.Equal(204, response.Status);
        Assert.Empty(rows.Intersect(ids, StringComparer.Ordinal));
        Assert.Equal(_simulator.Galtea.SpanIds(FirstResult), rows);
    }

    [Fact]
    public async Task Lists_can_be_wrapped()
    {
        _options.WrapLists = true;

        var sessions = await _galtea.JsonAsync("/sessions?limit=2&offset=2");
        var rows = await _galtea.JsonAsync("/traces?limit=5&types=TOOL");

        Assert.Equal((9, 2, 2, 2), (sessions.GetProperty("total").GetInt32(), sessions.GetProperty("page").GetInt32(),
            sessions.GetProperty("limit").GetInt32(), sessions.GetProperty("data").GetArrayLength()));
        Assert.True(rows.GetProperty("total").GetInt32() > 5);
    }

    [Fact]
    public async Task A_row_leads_to_its_session_version_and_product()
    {
        var result = await _galtea.JsonAsync($"/inferenceResults/{FirstResult}");
        var session = await _galtea.JsonAsync($"/sessions/{result.Text("sessionId")}");
        var version = await _galtea.JsonAsync($"/versions/{session.Text("versionId")}");
        var product = await _galtea.JsonAsync($"/products/{version.Text("productId")}");

        Assert.Equal(
            product.Text("id"), (await _galtea.JsonAsync($"/products?name={Uri.EscapeDataString(product.Text("name"))}"))[0].Text("id"));
        Assert.Contains(version.Text("id"), (await _galtea.JsonAsync($"/versions?productIds={product.Text("id")}")).Texts("id"));
        Assert.Contains(session.Text("id"), (await _galtea.JsonAsync($"/sessions?productIds={product.Text("id")}")).Texts("id"));
        Assert.Equal(404, (await _galtea.GetAsync("/products/product_x")).Status);
    }

    [Fact]
    public async Task Inference_results_have_every_status_and_turns_count_up_in_a_session()
    {
        var results = (await _galtea.JsonAsync("/inferenceResults")).EnumerateArray().ToList();

        Assert.Equal(["FAILED", "GENERATED", "PENDING", "SKIPPED"],
            results.Select(result => result.Text("status")).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        foreach (var session in results.GroupBy(result => result.Text("sessionId"), StringComparer.Ordinal))
            Assert.Equal(Enumerable.Range(0, session.Count()), session.OrderBy(result => result.Text("createdAt"), StringComparer.Ordinal)
                .Select(result => result.GetProperty("index").GetInt32()));
    }

    [Fact]
    public async Task Inference_results_are_filtered_by_time()
    {
        var times = (await _galtea.JsonAsync("/inferenceResults")).Texts("createdAt");

        var some = await _galtea.JsonAsync($"/inferenceResults?fromCreatedAt={times[3]}&toCreatedAt={times[1]}&sort=createdAt,asc");

        Assert.Equal(Enumerable.Reverse(times[1..4]), some.Texts("createdAt"));
    }

    [Fact]
    public async Task The_data_holds_what_the_wire_page_warns_of()
    {
        var rows = (await _galtea.JsonAsync("/traces?limit=1000")).EnumerateArray().ToList();
        var ids = rows.Select(row => row.Text("id")).ToHashSet(StringComparer.Ordinal);

        Assert.Contains(rows, row => row.IsNull("type"));
        Assert.Contains(rows, row => !row.IsNull("error"));
        Assert.Contains(rows, row => row.IsNull("startTime") && !row.IsNull("latencyMs"));
        Assert.Contains(rows, row => !row.IsNull("endTime") && row.IsNull("latencyMs"));
        Assert.Contains(rows, row => !row.IsNull("parentTraceId") && !ids.Contains(row.Text("parentTraceId")));
        Assert.Contains(rows, row => row.GetProperty("inputData").ValueKind == JsonValueKind.String);
        Assert.Contains(rows, row => row.GetProperty("outputData").ValueKind == JsonValueKind.Array);
        Assert.Contains(rows, row => row.GetProperty("metadata").ValueKind == JsonValueKind.Object
            && row.GetProperty("metadata").TryGetProperty("galtea.span.original_type", out _));
        Assert.Contains(rows.GroupBy(row => row.Text("inferenceResultId"), StringComparer.Ordinal),
            turn => turn.Count(row => row.IsNull("parentTraceId")) > 1);
        Assert.Superset(
            new HashSet<string>(["AGENT", "TOOL", "GENERATION", "RETRIEVER", "CHAIN", "EMBEDDING", "GUARDRAIL", "EVALUATOR", "SPAN",
                "EVENT"], StringComparer.Ordinal),
            rows.Where(row => !row.IsNull("type")).Select(row => row.Text("type")).ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_late_row_shows_up_when_its_time_has_come()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero));
        await using var simulator = await TraceSimulator.StartAsync(options =>
            (options.TimeProvider, options.Galtea.LastSpanDelay) = (time, TimeSpan.FromSeconds(9)), TestContext.Current.CancellationToken);
        using var caller = new ServiceHttpClient(simulator, SimulatedService.Galtea);
        var path = $"/traces?inferenceResultIds={simulator.Galtea.InferenceResultIds.First()}";

        var before = (await caller.JsonAsync(path)).GetArrayLength();
        time.Advance(TimeSpan.FromSeconds(9));
        var after = (await caller.JsonAsync(path)).GetArrayLength();

        Assert.Equal(before + 1, after);
    }
}
