using System.Globalization;
using System.Text.Json;

namespace TraceClient.Testing.Tests;

public sealed class KubiyaTests : IAsyncLifetime
{
    private TraceSimulator _simulator = null!;
    private ServiceHttpClient _kubiya = null!;
    private KubiyaSimulatorOptions _options = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await TraceSimulator.StartAsync(options => _options = options.Kubiya, TestContext.Current.CancellationToken);
        _kubiya = new ServiceHttpClient(_simulator, SimulatedService.Kubiya);
    }

    public async ValueTask DisposeAsync()
    {
        _kubiya.Dispose();
        await _simulator.DisposeAsync();
    }

    [Fact]
    public async Task Pages_of_a_list_cover_every_trace_once_and_newest_first()
    {
        var first = await _kubiya.JsonAsync("/api/v1/traces?page=1&page_size=20");
        var second = await _kubiya.JsonAsync("/api/v1/traces?page=2&page_size=20");

        var ids = first.GetProperty("items").Texts("trace_id").Concat(second.GetProperty("items").Texts("trace_id")).ToList();
        Assert.Equal(_simulator.Kubiya.TraceIds, ids);
        Assert.Equal(25, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal((25, 2, true, false), (first.GetProperty("total").GetInt32(), first.GetProperty("total_pages").GetInt32(),
            first.GetProperty("has_next").GetBoolean(), first.GetProperty("has_previous").GetBoolean()));
        Assert.Equal((2, 20, false, true), (second.GetProperty("page").GetInt32(), second.GetProperty("page_size").GetInt32(),
            second.GetProperty("has_next").GetBoolean(), second.GetProperty("has_previous").GetBoolean()));
        var times = first.GetProperty("items").Texts("started_at");
        Assert.Equal(times.OrderDescending(StringComparer.Ordinal), times);
    }

    [Fact]
    public async Task A_page_past_the_end_is_empty_and_no_error()
    {
        var page = await _kubiya.JsonAsync("/api/v1/traces?page=99");

        Assert.Equal(0, page.GetProperty("items").GetArrayLength());
        Assert.Equal(25, page.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task An_empty_service_has_one_page()
    {
        await using var empty =
            await TraceSimulator.StartAsync(options => options.Kubiya.Traces = 0, TestContext.Current.CancellationToken);
        using var caller = new ServiceHttpClient(empty, SimulatedService.Kubiya);

        var page = await caller.JsonAsync("/api/v1/traces");
        var stats = await caller.JsonAsync("/api/v1/traces/stats");

        Assert.Equal(1, page.GetProperty("total_pages").GetInt32());
        Assert.Equal(0, page.GetProperty("total").GetInt32());
        Assert.True(stats.IsNull("avg_duration_ms"));
    }

    [Theory]
    [InlineData("success")]
    [InlineData("error")]
    [InlineData("running")]
    public async Task Status_filters(string status)
    {
        var all = await _kubiya.JsonAsync("/api/v1/traces?page_size=100");
        var expected = all.GetProperty("items").EnumerateArray().Where(item => item.Text("status") == status)
            .Select(item => item.Text("trace_id")).ToList();

        var page = await _kubiya.JsonAsync($"/api/v1/traces?page_size=100&status={status}");

        Assert.NotEmpty(expected);
        Assert.Equal(expected, page.GetProperty("items").Texts("trace_id"));
        Assert.Equal(expected.Count, page.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Has_errors_false_is_not_the_same_as_absent()
    {
        var with = (await _kubiya.JsonAsync("/api/v1/traces?has_errors=True")).GetProperty("total").GetInt32();
        var without = (await _kubiya.JsonAsync("/api/v1/traces?has_errors=false")).GetProperty("total").GetInt32();

        Assert.True(with > 0 && without > 0);
        Assert.Equal(25, with + without);
    }

    [Theory]
    [InlineData("agent-w_rker")]
    [InlineData("agent%25worker")]
    [InlineData("NT-WORK")]
    public async Task Search_supports_wildcards_and_includes_the_service_name(string search)
    {
        var expected = (await _kubiya.JsonAsync("/api/v1/traces?service_name=agent-worker")).GetProperty("total").GetInt32();

        var page = await _kubiya.JsonAsync($"/api/v1/traces?search={search}");

        Assert.True(expected > 0);
        Assert.Equal(expected, page.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Time_bounds_are_inclusive()
    {
        var times = (await _kubiya.JsonAsync("/api/v1/traces")).GetProperty("items").Texts("started_at");

        var page = await _kubiya.JsonAsync($"/api/v1/traces?time_from={times[4]}&time_to={times[2]}");

        Assert.Equal(times[2..5], page.GetProperty("items").Texts("started_at"));
    }

    [Fact]
    public async Task A_plus_that_is_not_encoded_makes_a_bad_time()
    {
        var response = await _kubiya.GetAsync("/api/v1/traces?time_from=2026-01-15T10:00:00+00:00");

        Assert.Equal(422, response.Status);
    }

    [Fact]
    public async Task Sorting_by_duration_puts_running_traces_first_when_descending()
    {
        var items = (await _kubiya.JsonAsync("/api/v1/traces?sort=-duration_ms&page_size=100")).GetProperty("items").EnumerateArray()
            .ToList();

        var running = items.TakeWhile(item => item.IsNull("duration_ms")).ToList();
        Assert.NotEmpty(running);
        var durations = items.Skip(running.Count).Select(item => item.GetProperty("duration_ms").GetInt64()).ToList();
        Assert.Equal(durations.OrderDescending(), durations);
    }

    [Fact]
    public async Task An_unknown_sort_field_falls_back_to_the_time()
    {
        var expected = await _kubiya.GetAsync("/api/v1/traces?sort=started_at");

        var response = await _kubiya.GetAsync("/api/v1/traces?sort=colour");

        Assert.Equal(expected.Text, response.Text);
    }

    [Fact]
    public async Task The_flat_form_has_orphans_that_the_tree_loses()
    {
        var lost = 0;
        foreach (var id in _simulator.Kubiya.TraceIds)
        {
            var flat = await _kubiya.JsonAsync($"/api/v1/traces/{id}?flat=true");
            var tree = await _kubiya.JsonAsync($"/api/v1/traces/{id}");
            var ids = flat.GetProperty("spans").Texts("span_id").ToHashSet(StringComparer.Ordinal);
            var inTree = Descendants(tree.GetProperty("spans")).Select(span => span.Text("span_id")).ToList();
            var reachable = Reachable(flat.GetProperty("spans"));
            Assert.Equal(reachable.Order(StringComparer.Ordinal), inTree.Order(StringComparer.Ordinal));
            lost += ids.Count - inTree.Count;
        }

        Assert.True(lost >= 2);
    }

    [Fact]
    public async Task Spans_alone_are_the_detail_s_spans()
    {
        var id = _simulator.Kubiya.TraceIds.First();

        var detail = await _kubiya.JsonAsync($"/api/v1/traces/{id}?flat=true");
        var spans = await _kubiya.JsonAsync($"/api/v1/traces/{id}/spans?flat=true");

        Assert.Equal(detail.GetProperty("spans").GetRawText(), spans.GetRawText());
    }

    [Fact]
    public async Task The_data_holds_what_the_wire_page_warns_of()
    {
        var headers = (await _kubiya.JsonAsync("/api/v1/traces?page_size=100")).GetProperty("items").EnumerateArray().ToList();
        var spans = new List<JsonElement>();
        foreach (var id in _simulator.Kubiya.TraceIds)
            spans.AddRange((await _kubiya.JsonAsync($"/api/v1/traces/{id}/spans?flat=true")).EnumerateArray());

        Assert.Contains(headers, header => header.Text("status") == "success" && header.GetProperty("error_count").GetInt32() > 0);
        Assert.Contains(headers,
            header => header.GetProperty("span_count").GetInt32() != spans.Count(span => span.Text("trace_id") == header.Text("trace_id")));
        Assert.All(spans, span => Assert.True(span.GetProperty("start_time_unix_nano").GetInt64() > 1L << 53));
        Assert.Contains(spans, span => span.GetProperty("duration_ns").ValueKind == JsonValueKind.Number
            && span.GetProperty("duration_ns").GetInt64() == 0 && span.IsNull("duration_ms"));
        Assert.Contains(spans, span => span.GetProperty("events").EnumerateArray().Any(item => item.Text("name") == "exception"));
        Assert.Contains(spans, span => span.GetProperty("links").GetArrayLength() > 0);
        Assert.Contains(spans, span => string.CompareOrdinal(
            span.Text("created_at"), headers.Single(header => header.Text("trace_id") == span.Text("trace_id")).Text("started_at")) > 0);
    }

    [Fact]
    public async Task Started_at_is_when_the_database_heard_of_it()
    {
        var id = _simulator.Kubiya.TraceIds.First();

        var detail = await _kubiya.JsonAsync($"/api/v1/traces/{id}?flat=true");

        var written =
            DateTimeOffset.Parse(detail.Text("started_at"), CultureInfo.InvariantCulture).UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        Assert.All(detail.GetProperty("spans").EnumerateArray(),
            span => Assert.True(span.GetProperty("start_time_unix_nano").GetInt64() / 100 < written));
    }

    [Fact]
    public async Task A_deleted_trace_is_gone_and_cannot_be_deleted_again()
    {
        var id = _simulator.Kubiya.TraceIds.ElementAt(3);

        var deleted = await _kubiya.SendAsync(HttpMethod.Delete, $"/api/v1/traces/{id}");
        var again = await _kubiya.SendAsync(HttpMethod.Delete, $"/api/v1/traces/{id}");
        var read = await _kubiya.GetAsync($"/api/v1/traces/{id}");

        Assert.Equal(200, deleted.Status);
        Assert.Equal($"Trace {id} and all spans deleted successfully", deleted.Json.Text("message"));
        Assert.Equal((404, 404), (again.Status, read.Status));
        Assert.Equal($"Trace {id} not found", read.Json.Text("detail"));
        Assert.DoesNotContain(id, (await _kubiya.JsonAsync("/api/v1/traces?page_size=100")).GetProperty("items").Texts("trace_id"));
    }

    [Fact]
    public async Task Stats_count_what_the_list_holds()
    {
        var items = (await _kubiya.JsonAsync("/api/v1/traces?page_size=100")).GetProperty("items").EnumerateArray().ToList();

        var stats = await _kubiya.JsonAsync("/api/v1/traces/stats");
        var storage = await _kubiya.JsonAsync("/api/v1/traces/storage/stats");

        Assert.Equal(items.Count, stats.GetProperty("total_traces").GetInt32());
        Assert.Equal(items.Count(item => item.Text("status") == "error"), stats.GetProperty("error_count").GetInt32());
        Assert.Equal(items.Sum(item => item.GetProperty("span_count").GetInt32()), stats.GetProperty("total_spans").GetInt32());
        Assert.Equal(
            Math.Round(100.0 * stats.GetProperty("error_count").GetInt32() / items.Count, 2), stats.GetProperty("error_rate").GetDouble());
        Assert.Equal(stats.GetProperty("total_spans").GetInt32(), storage.GetProperty("total_spans").GetInt32());
        Assert.EndsWith("+00:00", storage.GetProperty("date_range").Text("oldest"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_three_error_formats_are_a_string_an_object_and_an_array()
    {
        var bad = await _kubiya.GetAsync("/api/v1/traces?status=done");
        var large = await _kubiya.GetAsync("/api/v1/traces?page_size=500");
        _kubiya.Headers.Authorization = null;
        var none = await _kubiya.GetAsync("/api/v1/traces");

        Assert.Equal("Invalid status: done. Must be one of: success, error, running", bad.Json.Text("detail"));
        Assert.Equal((400, 422, 401), (bad.Status, large.Status, none.Status));
        var problem = large.Json.GetProperty("detail")[0];
        Assert.Equal("""["query","page_size"]""", problem.GetProperty("loc").GetRawText());
        Assert.Equal(100, problem.GetProperty("ctx").GetProperty("le").GetInt32());
        Assert.Equal("Authorization header is required", none.Json.GetProperty("detail").Text("message"));
    }

    [Fact]
    public async Task The_other_envelope_is_an_option()
    {
        _options.ErrorEnvelope = true;

        var response = await _kubiya.GetAsync("/api/v1/traces/4bf92f3577b34da6a3ce929d0e0e4736");

        Assert.Equal("RESOURCE_NOT_FOUND", response.Json.GetProperty("error").Text("code"));
    }

    [Theory]
    [InlineData("Bearer", 200)]
    [InlineData("UserKey", 200)]
    [InlineData("bearer", 401)]
    [InlineData("Basic", 401)]
    public async Task The_scheme_is_case_sensitive(string scheme, int status)
    {
        _kubiya.Headers.Authorization = new(scheme, _simulator.Tokens.Kubiya);

        Assert.Equal(status, (await _kubiya.GetAsync("/api/v1/traces")).Status);
    }

    [Theory]
    [InlineData("/api/v1/traces?pagesize=5", 422)]
    [InlineData("/api/v1/traces?page=1&page=2", 422)]
    [InlineData("/api/v1/traces?page=0", 422)]
    [InlineData("/api/v1/traces?page=x", 422)]
    [InlineData("/api/v1/traces?has_errors=maybe", 422)]
    [InlineData("/api/v1/traces/stats?flat=true", 422)]
    [InlineData("/api/v1/trace", 404)]
    [InlineData("/v1/traces", 404)]
    public async Task A_client_s_mistake_is_an_error(string path, int status)
    {
        Assert.Equal(status, (await _kubiya.GetAsync(path)).Status);
    }

    [Fact]
    public async Task A_trailing_slash_redirects()
    {
        var response = await _kubiya.GetAsync("/api/v1/traces/?page=2");

        Assert.Equal(307, response.Status);
        Assert.Equal("/kubiya/api/v1/traces?page=2", response.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_request_body_is_rejected()
    {
        Assert.Equal(422, (await _kubiya.SendAsync(HttpMethod.Get, "/api/v1/traces", "{}")).Status);
    }

    [Fact]
    public async Task Each_response_names_its_own_trace()
    {
        var response = await _kubiya.GetAsync("/api/v1/traces");

        Assert.Matches("^[0-9a-f]{32}$", response.Headers.GetValues("X-Trace-ID").Single());
    }

    [Fact]
    public async Task Reading_creates_traces_as_an_option()
    {
        _options.ReadsCreateTraces = true;

        var response = await _kubiya.GetAsync("/api/v1/traces");
        var next = await _kubiya.JsonAsync("/api/v1/traces");

        Assert.Equal(25, response.Json.GetProperty("total").GetInt32());
        Assert.Equal(26, next.GetProperty("total").GetInt32());
        Assert.Equal("traces.list", next.GetProperty("items")[0].Text("name"));
        Assert.Equal(response.Headers.GetValues("X-Trace-ID").Single(), next.GetProperty("items")[0].Text("trace_id"));
    }

    [Theory]
    [InlineData(KubiyaDateFormat.Zulu, false, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")]
    [InlineData(KubiyaDateFormat.Offset, false, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$")]
    [InlineData(KubiyaDateFormat.WithoutZone, true, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$")]
    [InlineData(KubiyaDateFormat.WithSpace, false, @"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$")]
    public async Task Dates_have_the_selected_format(KubiyaDateFormat form, bool wholeSeconds, string pattern)
    {
        (_options.DateFormat, _options.WholeSeconds) = (form, wholeSeconds);

        var page = await _kubiya.JsonAsync("/api/v1/traces");

        Assert.Matches(pattern, page.GetProperty("items")[0].Text("started_at"));
    }

    [Fact]
    public async Task The_rate_limit_opens_again_after_a_minute()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero));
        await using var simulator = await TraceSimulator.StartAsync(
            options => (options.TimeProvider, options.Kubiya.RequestsPerMinute) = (time, 2), TestContext.Current.CancellationToken);
        using var caller = new ServiceHttpClient(simulator, SimulatedService.Kubiya);
        await caller.GetAsync("/api/v1/traces");
        var second = await caller.GetAsync("/api/v1/traces");

        time.Advance(TimeSpan.FromSeconds(20));
        var third = await caller.GetAsync("/api/v1/traces");
        time.Advance(third.Headers.RetryAfter!.Delta!.Value);
        var fourth = await caller.GetAsync("/api/v1/traces");

        Assert.Equal("0", second.Headers.GetValues("X-RateLimit-Remaining").Single());
        Assert.Equal((429, TimeSpan.FromSeconds(40), 200), (third.Status, third.Headers.RetryAfter.Delta, fourth.Status));
    }

    [Fact]
    public async Task A_late_span_shows_up_when_its_time_has_come()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero));
        await using var simulator = await TraceSimulator.StartAsync(options =>
            (options.TimeProvider, options.Kubiya.LastSpanDelay) = (time, TimeSpan.FromSeconds(5)), TestContext.Current.CancellationToken);
        using var caller = new ServiceHttpClient(simulator, SimulatedService.Kubiya);
        var path = $"/api/v1/traces/{simulator.Kubiya.TraceIds.First()}/spans?flat=true";

        var before = (await caller.JsonAsync(path)).GetArrayLength();
        time.Advance(TimeSpan.FromSeconds(5));
        var after = (await caller.JsonAsync(path)).GetArrayLength();

        Assert.Equal(before + 1, after);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(20_000)]
    public async Task A_chain_nests_as_deep_as_it_is_long(int depth)
    {
        await using var simulator = await TraceSimulator.StartAsync(options => (options.Kubiya.Traces, options.Kubiya.SpansPerTrace,
            options.Kubiya.Depth) = (1, depth, depth), TestContext.Current.CancellationToken);
        using var caller = new ServiceHttpClient(simulator, SimulatedService.Kubiya);

        var response = await caller.GetAsync($"/api/v1/traces/{simulator.Kubiya.TraceIds.Single()}");

        // Each level is an object within an array; the response itself is one more object.
        Assert.Equal((2 * depth) + 1, DepthOfChildren(response.Bytes));
    }

    private static int DepthOfChildren(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        var deepest = 0;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("children"u8))
                deepest = Math.Max(deepest, reader.CurrentDepth);
        }

        return deepest;
    }

    private static IEnumerable<JsonElement> Descendants(JsonElement spans) =>
        spans.EnumerateArray().SelectMany(span => Descendants(span.GetProperty("children")).Prepend(span));

    private static List<string> Reachable(JsonElement flat)
    {
        var children = flat.EnumerateArray()
            .ToLookup(span => span.GetProperty("parent_span_id").GetString() ?? "", span => span.Text("span_id"), StringComparer.Ordinal);
        var reached = children[""].ToList();
        for (var at = 0; at < reached.Count; at++)
            reached.AddRange(children[reached[at]]);
        return reached;
    }
}
