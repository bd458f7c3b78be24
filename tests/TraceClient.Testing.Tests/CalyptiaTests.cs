using System.Text;
using System.Text.Json;

namespace TraceClient.Testing.Tests;

public sealed class CalyptiaTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero));
    private TraceSimulator _simulator = null!;
    private ServiceHttpClient _calyptia = null!;
    private CalyptiaSimulatorOptions _options = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await TraceSimulator.StartAsync(
            options =>
            {
                options.TimeProvider = _time;
                _options = options.Calyptia;
            },
            TestContext.Current.CancellationToken);
        _calyptia = new ServiceHttpClient(_simulator, SimulatedService.Calyptia);
    }

    public async ValueTask DisposeAsync()
    {
        _calyptia.Dispose();
        await _simulator.DisposeAsync();
    }

    private string Pipeline => _simulator.Calyptia.PipelineIds.First();

    private string ActiveSession => _simulator.Calyptia.ActiveSessionId(Pipeline)!;

    private string EndedSession => _simulator.Calyptia.SessionIdsOf(Pipeline).Last();

    [Fact]
    public async Task The_largest_page_has_every_record()
    {
        var response = await _calyptia.GetAsync($"/v1/trace_sessions/{ActiveSession}/records?last={int.MaxValue}");

        Assert.Equal(_simulator.Calyptia.RecordCount(ActiveSession), response.Json.GetArrayLength());
        Assert.Null(response.Link);
    }

    [Fact]
    public async Task Following_the_links_reads_every_record_once_newest_first()
    {
        var records = await WalkAsync($"/v1/trace_sessions/{ActiveSession}/records", last: 7);

        Assert.Equal(_simulator.Calyptia.RecordIds(ActiveSession), records.Select(record => record.Text("id")));
        var times = records.ConvertAll(
            record => DateTimeOffset.Parse(record.Text("createdAt"), System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(times.OrderDescending(), times);
    }

    [Fact]
    public async Task A_log_record_keeps_its_time_from_step_to_step()
    {
        var logs = new Dictionary<(string Chunk, string Log), HashSet<long>>();
        foreach (var session in _simulator.Calyptia.SessionIds)
        {
            foreach (var step in await WalkAsync($"/v1/trace_sessions/{session}/records", last: 100))
            {
                var written = DateTimeOffset.Parse(step.Text("createdAt"), System.Globalization.CultureInfo.InvariantCulture)
                    .ToUnixTimeSeconds();
                foreach (var log in step.GetProperty("records").EnumerateArray()
                    .Where(log => Identity(log.GetProperty("record")) is not null))
                {
                    var key = ($"{session}/{step.Text("trace_id")}", Identity(log.GetProperty("record"))!);
                    if (!logs.TryGetValue(key, out var times))
                        logs.Add(key, times = []);
                    times.Add(log.GetProperty("timestamp").GetInt64());
                    Assert.InRange(log.GetProperty("timestamp").GetInt64(), written - 60, written);
                }
            }
        }

        Assert.True(logs.Count > 30);
        Assert.DoesNotContain(logs, log => log.Value.Count > 1);
    }

    [Fact]
    public async Task A_link_is_relative_and_holds_the_cursor_only()
    {
        var response = await _calyptia.GetAsync($"/v1/trace_sessions/{ActiveSession}/records?last=2");

        Assert.Matches($"^</v1/trace_sessions/{ActiveSession}/records\\?before=[A-Za-z0-9_%-]+>; rel=\"next\"$", response.Link!);
        Assert.Equal(2, response.Json.GetArrayLength());
    }

    [Fact]
    public async Task New_records_at_the_head_do_not_shift_a_walk()
    {
        var expected = _simulator.Calyptia.RecordIds(ActiveSession).ToList();
        var first = await _calyptia.GetAsync($"/v1/trace_sessions/{ActiveSession}/records?last=3");

        _simulator.Calyptia.AppendRecordJson(ActiveSession, """{"type":1,"trace_id":"trace.99"}""");
        var second = await _calyptia.GetAsync($"{Next(first.Link!)}&last=3");

        Assert.Equal(expected[..6], first.Json.Texts("id").Concat(second.Json.Texts("id")));
    }

    [Theory]
    [InlineData("before=nonsense")]
    [InlineData("before=%21%21")]
    public async Task An_invalid_cursor_is_rejected(string query)
    {
        var response = await _calyptia.GetAsync($"/v1/trace_sessions/{ActiveSession}/records?{query}");

        Assert.Equal((422, "decode cursor"), (response.Status, response.Json.Text("error")));
    }

    [Fact]
    public async Task A_cursor_of_another_list_is_rejected()
    {
        var link = (await _calyptia.GetAsync($"/v1/trace_sessions/{ActiveSession}/records?last=1")).Link!;

        var query = link[(link.IndexOf('?', StringComparison.Ordinal) + 1)..link.IndexOf('>', StringComparison.Ordinal)];
        var response = await _calyptia.GetAsync($"/v1/trace_sessions/{EndedSession}/records?{query}");

        Assert.Equal(422, response.Status);
    }

    [Fact]
    public async Task Sessions_are_listed_newest_first_with_go_durations()
    {
        var sessions = await _calyptia.JsonAsync($"/v1/pipelines/{Pipeline}/trace_sessions");

        Assert.Equal(_simulator.Calyptia.SessionIdsOf(Pipeline), sessions.Texts("id"));
        Assert.Equal(["24h0m0s", "10m0s"], sessions.Texts("lifespan"));
        Assert.Equal(sessions[1].GetRawText(), (await _calyptia.JsonAsync($"/v1/trace_sessions/{EndedSession}")).GetRawText());
    }

    [Fact]
    public async Task A_session_can_be_made_only_when_none_is_active()
    {
        var body = """{"plugins":["tail.0"],"lifespan":"3m12.345678s"}""";
        var error = await _calyptia.SendAsync(HttpMethod.Post, $"/v1/pipelines/{Pipeline}/trace_sessions", body);
        _time.Advance(TimeSpan.FromSeconds(1));
        var terminated = await _calyptia.SendAsync(HttpMethod.Delete, $"/v1/pipelines/{Pipeline}/trace_session");
        var none = await _calyptia.GetAsync($"/v1/pipelines/{Pipeline}/trace_session");
        var again = await _calyptia.SendAsync(HttpMethod.Delete, $"/v1/pipelines/{Pipeline}/trace_session");

        var made = await _calyptia.SendAsync(HttpMethod.Post, $"/v1/pipelines/{Pipeline}/trace_sessions", body);
        var active = await _calyptia.JsonAsync($"/v1/pipelines/{Pipeline}/trace_session");

        Assert.Equal((409, "active trace session in progress"), (error.Status, error.Json.Text("error")));
        Assert.Equal(200, terminated.Status);
        Assert.Equal((404, "no active trace session"), (none.Status, none.Json.Text("error")));
        Assert.Equal(404, again.Status);
        Assert.Equal(201, made.Status);
        Assert.Equal((made.Json.Text("id"), "3m12.345678s"), (active.Text("id"), active.Text("lifespan")));
    }

    [Fact]
    public async Task Terminating_shortens_the_lifespan_to_now()
    {
        var session = await _calyptia.JsonAsync($"/v1/pipelines/{Pipeline}/trace_session");
        _time.Advance(session.GetProperty("createdAt").GetDateTimeOffset().AddHours(9) - _time.GetUtcNow());

        var terminated = await _calyptia.SendAsync(HttpMethod.Delete, $"/v1/pipelines/{Pipeline}/trace_session");

        Assert.Equal("9h0m0s", terminated.Json.Text("lifespan"));
    }

    [Theory]
    [InlineData("""{"plugins":[],"lifespan":"10m"}""", "zero trace plugins")]
    [InlineData("""{"lifespan":"10m"}""", "zero trace plugins")]
    [InlineData("""{"plugins":["nope"],"lifespan":"10m"}""", "plugin not found")]
    [InlineData("""{"plugins":["dummy.0"],"lifespan":"PT10M"}""", "invalid trace lifespan")]
    [InlineData("""{"plugins":["dummy.0"]}""", "invalid trace lifespan")]
    [InlineData("""{"plugins":["dummy.0"],"lifespan":"10m","color":"red"}""", "invalid request body")]
    public async Task An_invalid_session_is_rejected(string body, string error)
    {
        var path = $"/v1/pipelines/{_simulator.Calyptia.AddPipeline()}/trace_sessions";
        var response = await _calyptia.SendAsync(HttpMethod.Post, path, body);

        Assert.Equal((422, error), (response.Status, response.Json.Text("error")));
    }

    [Fact]
    public async Task A_change_leaves_what_it_does_not_name()
    {
        var before = await _calyptia.JsonAsync($"/v1/trace_sessions/{ActiveSession}");
        _time.Advance(TimeSpan.FromSeconds(3));

        var changed =
            await _calyptia.SendAsync(HttpMethod.Patch, $"/v1/trace_sessions/{ActiveSession}", """{"lifespan":"48h","plugins":null}""");
        var after = await _calyptia.JsonAsync($"/v1/trace_sessions/{ActiveSession}");
        var ended = await _calyptia.SendAsync(HttpMethod.Patch, $"/v1/trace_sessions/{EndedSession}", """{"lifespan":"48h"}""");

        Assert.Equal(changed.Json.Text("updatedAt"), after.Text("updatedAt"));
        Assert.Equal(
            ("48h0m0s", before.GetProperty("plugins").GetRawText()), (after.Text("lifespan"), after.GetProperty("plugins").GetRawText()));
        Assert.Equal(410, ended.Status);
    }

    [Fact]
    public async Task A_record_is_written_under_the_pipeline_and_read_under_the_session()
    {
        var body = """{"type":2,"trace_id":"trace.7","start_time":1768471200,"end_time":"""
            + """1768471201,"plugin_instance":"nest.1","return_code":0,"records":[{"timestamp":1768471200,"record":{"a":1.50}}]}""";

        var written = await _calyptia.SendAsync(HttpMethod.Post, $"/v1/pipelines/{Pipeline}/trace_session/records", body);
        var read = (await _calyptia.JsonAsync($"/v1/trace_sessions/{ActiveSession}/records?last=1"))[0];

        Assert.Equal(201, written.Status);
        Assert.Equal((written.Json.Text("id"), ActiveSession), (read.Text("id"), written.Json.Text("sessionID")));
        Assert.Equal("2026-01-15T10:00:00Z", read.Text("start_time"));
        Assert.Equal("", read.Text("plugin_alias"));
        Assert.Equal("""{"a":1.50}""", read.GetProperty("records")[0].GetProperty("record").GetRawText());
    }

    [Fact]
    public async Task A_record_needs_an_active_session()
    {
        var body = """{"type":1,"trace_id":"t.0","start_time":1,"end_time":1,"plugin_instance":"dummy.0","return_code":0,"records":[]}""";
        var never = await _calyptia.SendAsync(
            HttpMethod.Post, $"/v1/pipelines/{_simulator.Calyptia.AddPipeline()}/trace_session/records", body);
        _simulator.Calyptia.TerminateSession(ActiveSession);

        var ended = await _calyptia.SendAsync(HttpMethod.Post, $"/v1/pipelines/{Pipeline}/trace_session/records", body);

        Assert.Equal((404, "no active trace session"), (never.Status, never.Json.Text("error")));
        Assert.Equal((410, "trace session terminated"), (ended.Status, ended.Json.Text("error")));
    }

    [Theory]
    [InlineData("\"2026-01-15T10:00:00Z\"", 1)]
    [InlineData("1.5", 1)]
    [InlineData("1", 7)]
    public async Task A_record_with_invalid_times_or_type_is_rejected(string start, int type)
    {
        var body = $$"""{"type":{{type}},"trace_id":"t.0","start_time":{{start}},"end_time":1,"plugin_instance":"dummy.0","records":[]}""";

        Assert.Equal(422, (await _calyptia.SendAsync(HttpMethod.Post, $"/v1/pipelines/{Pipeline}/trace_session/records", body)).Status);
    }

    [Theory]
    [InlineData(CalyptiaTimeFormat.Rfc3339, JsonValueKind.String, "Z\"")]
    [InlineData(CalyptiaTimeFormat.UnixSeconds, JsonValueKind.Number, "")]
    [InlineData(CalyptiaTimeFormat.UnixSecondsWithFraction, JsonValueKind.Number, ".0")]
    public async Task Record_times_have_the_selected_format(CalyptiaTimeFormat form, JsonValueKind kind, string end)
    {
        _options.TimeFormat = form;

        var record = (await _calyptia.JsonAsync($"/v1/trace_sessions/{ActiveSession}/records?last=1"))[0];

        Assert.Equal(kind, record.GetProperty("end_time").ValueKind);
        Assert.EndsWith(end, record.GetProperty("end_time").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_record_can_be_a_string_that_contains_the_object()
    {
        var plain = (await WalkAsync($"/v1/trace_sessions/{ActiveSession}/records"))
            .SelectMany(record => record.GetProperty("records").EnumerateArray()).First().GetProperty("record").GetRawText();
        _options.RecordsAsText = true;

        var text = (await WalkAsync($"/v1/trace_sessions/{ActiveSession}/records"))
            .SelectMany(record => record.GetProperty("records").EnumerateArray()).First().Text("record");

        Assert.Equal(plain, text);
    }

    [Fact]
    public async Task A_chunk_goes_through_passes_and_outputs()
    {
        var chunks = await ChunksAsync(ActiveSession);

        foreach (var chunk in chunks.Where(events => events.Exists(item => Type(item) == 3)))
        {
            Assert.Equal(3, Type(chunk.Last(item => Type(item) != 4)));
            Assert.All(chunk.Where(item => Type(item) == 4), output => Assert.Equal(0, output.GetProperty("records").GetArrayLength()));
            var codes = chunk.Where(item => Type(item) == 4).Select(item => item.GetProperty("return_code").GetInt32()).ToList();
            Assert.True(codes is [] or [1] or [2, 1]);
        }

        var several = chunks.First(events => events.Count(item => Type(item) == 3) > 1);
        var sizes = several.Where(item => Type(item) == 3).Select(item => item.GetProperty("records").GetArrayLength()).ToList();
        Assert.Equal(sizes.Order(), sizes);
        Assert.True(sizes[^1] > sizes[0]);
        Assert.Contains(chunks, events => events.TrueForAll(item => Type(item) is 1 or 2));
    }

    [Fact]
    public async Task A_restart_makes_a_second_chunk_of_one_name()
    {
        var records = await WalkAsync($"/v1/trace_sessions/{EndedSession}/records");

        var runs = 0;
        var previous = "";
        foreach (var name in Enumerable.Reverse(records).Select(record => record.Text("trace_id")))
        {
            if (name != previous && name.EndsWith(".0", StringComparison.Ordinal))
                runs++;
            previous = name;
        }

        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task Two_inputs_share_a_name_and_take_turns()
    {
        var session = _simulator.Calyptia.ActiveSessionId(_simulator.Calyptia.PipelineIds.ElementAt(1))!;

        var records = await WalkAsync($"/v1/trace_sessions/{session}/records");

        var first = records.Where(record => record.Text("trace_id").EndsWith(".0", StringComparison.Ordinal) && Type(record) is 1 or 3)
            .ToList();
        Assert.Equal(["tail.0", "tail.1"],
            first.Select(record => record.Text("plugin_instance")).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_project_is_in_the_token()
    {
        var first = _simulator.Tokens.Calyptia.Split('.')[0];
        var json = Encoding.UTF8.GetString(
            Convert.FromBase64String(first.Replace('-', '+').Replace('_', '/').PadRight((first.Length + 3) / 4 * 4, '=')));
        using var document = JsonDocument.Parse(json);

        var project = await _calyptia.JsonAsync($"/v1/projects/{document.RootElement.Text("ProjectID")}");

        Assert.Equal(_simulator.Calyptia.ProjectId, project.Text("id"));
    }

    [Fact]
    public async Task A_project_token_does_all_but_list_projects()
    {
        _calyptia.Headers.Authorization = null;
        _calyptia.Headers.Add("X-Project-Token", _simulator.Tokens.Calyptia);

        var pipelines = await _calyptia.GetAsync($"/v1/projects/{_simulator.Calyptia.ProjectId}/pipelines");
        var projects = await _calyptia.GetAsync("/v1/projects");

        Assert.Equal((200, 401), (pipelines.Status, projects.Status));
        Assert.Equal("unauthenticated", projects.Json.Text("error"));
    }

    [Fact]
    public async Task Pipelines_are_paged_by_their_end_cursor_and_filtered()
    {
        var path = $"/v1/projects/{_simulator.Calyptia.ProjectId}/pipelines";

        var first = await _calyptia.JsonAsync($"{path}?last=2");
        var second = await _calyptia.JsonAsync($"{path}?last=2&before={first.Text("endCursor")}");
        var named = await _calyptia.JsonAsync(
            $"{path}?name=orders&kind=deployment&tags_query=edge&config_format=ini&exclude_internal=true");

        Assert.Equal(3, first.GetProperty("count").GetInt32());
        Assert.Equal(_simulator.Calyptia.PipelineIds.Order(StringComparer.Ordinal),
            first.GetProperty("items").Texts("id").Concat(second.GetProperty("items").Texts("id")).Order(StringComparer.Ordinal));
        Assert.True(second.IsNull("endCursor"));
        Assert.Equal(Pipeline, Assert.Single(named.GetProperty("items").Texts("id")));
    }

    [Fact]
    public async Task A_pipeline_holds_a_secret_in_its_configuration()
    {
        var pipeline = await _calyptia.JsonAsync($"/v1/aggregator_pipelines/{Pipeline}");

        Assert.Contains(TraceSimulator.PipelineSecret, pipeline.GetProperty("config").Text("rawConfig"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Core_instances_have_pipelines()
    {
        var instances = (await _calyptia.JsonAsync($"/v1/projects/{_simulator.Calyptia.ProjectId}/core_instances")).GetProperty("items")
            .Texts("id");

        var pipelines = new List<string>();
        foreach (var instance in instances)
            pipelines.AddRange((await _calyptia.JsonAsync($"/v1/core_instances/{instance}/pipelines")).GetProperty("items").Texts("id"));

        Assert.Equal(_simulator.Calyptia.PipelineIds.Order(StringComparer.Ordinal), pipelines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Search_finds_by_part_or_exactly()
    {
        var path = $"/v2/search?project_id={_simulator.Calyptia.ProjectId}&resource=pipeline";

        Assert.Equal(["orders"], (await _calyptia.JsonAsync($"{path}&term=rder")).Texts("name"));
        Assert.Empty((await _calyptia.JsonAsync($"{path}&term=rder&exact=true")).EnumerateArray());
        Assert.Equal(422, (await _calyptia.GetAsync($"/v2/search?project_id={_simulator.Calyptia.ProjectId}&resource=colour")).Status);
    }

    [Theory]
    [InlineData("/v1/trace_sessions/not-a-uuid", 422, "invalid trace session ID")]
    [InlineData("/v1/trace_sessions/6f7a1c1e-9f7b-4a57-9d6c-0d6a4b5c6d7e", 404, "trace session not found")]
    [InlineData("/v1/trace_sessions/6f7a1c1e-9f7b-4a57-9d6c-0d6a4b5c6d7e/", 404, "not found")]
    [InlineData("/v1/projects?limit=1", 422, "invalid limit")]
    [InlineData("/v1/projects?last=x", 422, "invalid last")]
    [InlineData("/v2/projects", 404, "not found")]
    public async Task A_client_s_mistake_is_an_error(string path, int status, string error)
    {
        var response = await _calyptia.GetAsync(path);

        Assert.Equal((status, error), (response.Status, response.Json.Text("error")));
    }

    [Fact]
    public async Task The_allowed_methods_are_named()
    {
        var response = await _calyptia.SendAsync(HttpMethod.Put, $"/v1/trace_sessions/{ActiveSession}");

        Assert.Equal((405, "GET, PATCH"), (response.Status, string.Join(", ", response.ContentHeaders.Allow)));
    }

    /// <summary>What stays as it is from step to step, and is of one log record only.</summary>
    private static string? Identity(JsonElement log)
    {
        if (log.TryGetProperty("metric", out var metric) && metric.GetString() == "queue_depth")
            return null;
        var texts = log.EnumerateObject().Where(member => member.Name is "order_id" or "client_ip" or "remote" or "metric" or "value"
            or "size").Select(member => member.Value.ToString());
        return string.Join(' ', texts) is { Length: > 0 } identity && identity != "192.0.2.10" ? identity : null;
    }

    private static int Type(JsonElement record) => record.GetProperty("type").GetInt32();

    private static string Next(string link) => link[1..link.IndexOf('>', StringComparison.Ordinal)];

    private async Task<List<List<JsonElement>>> ChunksAsync(string session) =>
        [.. Enumerable.Reverse(await WalkAsync($"/v1/trace_sessions/{session}/records"))
            .GroupBy(record => record.Text("trace_id"), StringComparer.Ordinal).Select(chunk => chunk.ToList())];

    private async Task<List<JsonElement>> WalkAsync(string path, int last = 20)
    {
        var records = new List<JsonElement>();
        for (var next = $"{path}?last={last}"; next is not null;)
        {
            var response = await _calyptia.GetAsync(next);
            records.AddRange(response.Json.EnumerateArray());
            next = response.Link is { } link ? $"{Next(link)}&last={last}" : null;
        }

        return records;
    }
}
