using System.Text.Json;

namespace TraceClient.Testing.Tests;

public sealed class LiveDataTests : IAsyncLifetime
{
    private TraceSimulator _simulator = null!;

    public async ValueTask InitializeAsync() =>
        _simulator = await TraceSimulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _simulator.DisposeAsync();

    [Fact]
    public async Task An_added_kubiya_trace_is_listed_first_and_counts_its_spans()
    {
        using var kubiya = new ServiceHttpClient(_simulator, SimulatedService.Kubiya);
        var id = _simulator.Kubiya.AddTrace("deploy", "running");
        var root = _simulator.Kubiya.AddSpan(id, "root");
        _simulator.Kubiya.AddSpan(id, "child", root, "ERROR");
        _simulator.Kubiya.AddSpan(id, "orphan", "ffffffffffffffff");

        var header = (await kubiya.JsonAsync("/api/v1/traces")).GetProperty("items")[0];
        var flat = await kubiya.JsonAsync($"/api/v1/traces/{id}/spans?flat=true");
        var tree = await kubiya.JsonAsync($"/api/v1/traces/{id}/spans");

        Assert.Equal((id, "deploy", "running", 3, 1), (header.Text("trace_id"), header.Text("name"), header.Text("status"),
            header.GetProperty("span_count").GetInt32(), header.GetProperty("error_count").GetInt32()));
        Assert.Equal(["root", "child", "orphan"], flat.Texts("name"));
        Assert.Equal("child", Assert.Single(tree.EnumerateArray()).GetProperty("children")[0].Text("name"));
    }

    [Fact]
    public async Task A_kubiya_payload_is_served_as_it_was_given()
    {
        using var kubiya = new ServiceHttpClient(_simulator, SimulatedService.Kubiya);
        var id = _simulator.Kubiya.AddTraceJson(
            """{"trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","status":"paused","duration_ms":1.50,"spans":"""
                + """[{"span_id":"a","parent_span_id":"a","kind":7}]}""");

        var response = await kubiya.GetAsync($"/api/v1/traces/{id}?flat=true");
        var tree = await kubiya.JsonAsync($"/api/v1/traces/{id}");

        Assert.Contains("\"duration_ms\":1.50", response.Text, StringComparison.Ordinal);
        Assert.Contains("\"kind\":7", response.Text, StringComparison.Ordinal);
        Assert.Equal("paused", response.Json.Text("status"));
        Assert.Equal(0, tree.GetProperty("spans").GetArrayLength());
    }

    [Fact]
    public async Task A_generated_kubiya_trace_can_end_grow_and_go()
    {
        using var kubiya = new ServiceHttpClient(_simulator, SimulatedService.Kubiya);
        var id = _simulator.Kubiya.TraceIds.ElementAt(4);
        var before = await kubiya.JsonAsync($"/api/v1/traces/{id}?flat=true");

        _simulator.Kubiya.UpdateTraceJson(id, """{"status":"success","duration_ms":12}""");
        var span = _simulator.Kubiya.AddSpan(id, "late", before.GetProperty("spans")[0].Text("span_id"));
        var after = await kubiya.JsonAsync($"/api/v1/traces/{id}");

        Assert.Equal(
            ("running", "success", 12), (before.Text("status"), after.Text("status"), after.GetProperty("duration_ms").GetInt32()));
        Assert.Contains(span, after.GetProperty("spans")[0].GetProperty("children").Texts("span_id"));
        Assert.Equal(id, _simulator.Kubiya.TraceIds.ElementAt(4));
        Assert.True(_simulator.Kubiya.RemoveTrace(id));
        Assert.False(_simulator.Kubiya.RemoveTrace(id));
        Assert.Equal(404, (await kubiya.GetAsync($"/api/v1/traces/{id}")).Status);
    }

    [Theory]
    [InlineData(false, "-started_at")]
    [InlineData(false, "started_at")]
    [InlineData(true, "-started_at")]
    [InlineData(true, "started_at")]
    public async Task A_window_of_time_is_a_piece_of_the_whole_kubiya_list(bool isChanged, string sort)
    {
        using var kubiya = new ServiceHttpClient(_simulator, SimulatedService.Kubiya);
        if (isChanged)
        {
            foreach (var index in new[] { 3, 12, 20 })
                _simulator.Kubiya.RemoveTrace(_simulator.Kubiya.TraceIds.ElementAt(index));
            foreach (var index in new[] { 0, 7, 18 })
                _simulator.Kubiya.UpdateTraceJson(_simulator.Kubiya.TraceIds.ElementAt(index), """{"name":"changed"}""");
            _simulator.Kubiya.AddTrace("new");
        }

        var all = (await kubiya.JsonAsync($"/api/v1/traces?page_size=100&sort={sort}")).GetProperty("items");
        foreach (var (first, last) in new[] { (0, all.GetArrayLength() - 1), (4, 4), (5, 17) })
        {
            string[] ends = [all[first].Text("started_at"), all[last].Text("started_at")];
            var window = $"/api/v1/traces?page_size=5&sort={sort}"
                + $"&time_from={ends.Min(StringComparer.Ordinal)}&time_to={ends.Max(StringComparer.Ordinal)}";
            var pages = new List<JsonElement>();
            do
                pages.Add(await kubiya.JsonAsync($"{window}&page={pages.Count + 1}"));
            while (pages[^1].GetProperty("has_next").GetBoolean());

            Assert.Equal(all.Texts("trace_id")[first..(last + 1)], pages.SelectMany(page => page.GetProperty("items").Texts("trace_id")));
            Assert.All(pages, page => Assert.Equal(last + 1 - first, page.GetProperty("total").GetInt32()));
        }

        Assert.Equal(0, (await kubiya.JsonAsync($"/api/v1/traces?sort={sort}&time_from=2999-01-01T00:00:00Z&time_to=1999-01-01T00:00:00Z"))
            .GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData(false, "desc")]
    [InlineData(false, "asc")]
    [InlineData(true, "desc")]
    [InlineData(true, "asc")]
    public async Task A_window_of_time_is_a_piece_of_the_whole_galtea_list(bool isChanged, string order)
    {
        using var galtea = new ServiceHttpClient(_simulator, SimulatedService.Galtea);
        if (isChanged)
        {
            foreach (var index in new[] { 0, 7, 18 })
                _simulator.Galtea.UpdateInferenceResultJson(
                    _simulator.Galtea.InferenceResultIds.ElementAt(index), """{"status":"SKIPPED"}""");
            _simulator.Galtea.AddInferenceResultJson("{}");
        }

        var all = await galtea.JsonAsync($"/inferenceResults?sort=createdAt,{order}");
        string[] ends = [all[5].Text("createdAt"), all[17].Text("createdAt")];
        var window = $"/inferenceResults?sort=createdAt,{order}&limit=5"
            + $"&fromCreatedAt={ends.Min(StringComparer.Ordinal)}&toCreatedAt={ends.Max(StringComparer.Ordinal)}";
        var ids = new List<string>();
        for (var page = 0; page < 4; page++)
            ids.AddRange((await galtea.JsonAsync($"{window}&offset={page * 5}")).Texts("id"));

        Assert.Equal(all.Texts("id")[5..18], ids);
    }

    [Fact]
    public async Task The_missing_parent_of_an_orphan_can_be_added()
    {
        using var kubiya = new ServiceHttpClient(_simulator, SimulatedService.Kubiya);
        var (trace, orphan) = await OrphanAsync(kubiya);

        _simulator.Kubiya.AddSpanJson(trace, $$"""{"span_id":"{{orphan.Text("parent_span_id")}}"}""");
        var tree = await kubiya.JsonAsync($"/api/v1/traces/{trace}/spans");

        Assert.Contains(orphan.Text("span_id"), tree.EnumerateArray().SelectMany(root => root.GetProperty("children").Texts("span_id")));
    }

    [Fact]
    public async Task Spans_that_are_each_other_s_parents_do_not_hang_the_tree()
    {
        using var kubiya = new ServiceHttpClient(_simulator, SimulatedService.Kubiya);
        var id = _simulator.Kubiya.AddTraceJson(
            """{"spans":[{"span_id":"a"},{"span_id":"b","parent_span_id":"a"},{"span_id":"a","parent_span_id":"b"}]}""");

        var tree = await kubiya.GetAsync($"/api/v1/traces/{id}/spans");

        Assert.Equal(3, tree.Text.Split("\"span_id\"").Length - 1);
    }

    [Fact]
    public async Task Added_galtea_rows_are_found_by_result_session_and_id()
    {
        using var galtea = new ServiceHttpClient(_simulator, SimulatedService.Galtea);
        var session = _simulator.Galtea.AddSessionJson("""{"customId":"chat-new"}""");
        var result = _simulator.Galtea.AddInferenceResultJson($$"""{"sessionId":"{{session}}","status":"PENDING"}""");
        var root = _simulator.Galtea.AddSpan(result, "root", "AGENT");
        var child = _simulator.Galtea.AddSpanJson(
            $$"""{"inferenceResultId":"{{result}}","name":"c","parentTraceId":"{{root}}","latencyMs":1.50}""");

        _simulator.Galtea.UpdateInferenceResultJson(result, """{"status":"GENERATED"}""");

        Assert.Equal([child, root], (await galtea.JsonAsync($"/traces?inferenceResultIds={result}")).Texts("id"));
        Assert.Equal([root, child], (await galtea.JsonAsync($"/traces?sessionIds={session}&sort=createdAt,asc")).Texts("id"));
        Assert.Equal([root, child], _simulator.Galtea.SpanIds(result));
        Assert.Contains("\"latencyMs\":1.50", (await galtea.GetAsync($"/traces?ids={child}")).Text, StringComparison.Ordinal);
        Assert.Equal("GENERATED", (await galtea.JsonAsync($"/inferenceResults/{result}")).Text("status"));
        Assert.Equal(session, (await galtea.JsonAsync("/sessions?customIds=chat-new"))[0].Text("id"));
        Assert.Equal(result, _simulator.Galtea.InferenceResultIds.First());
        Assert.Equal(root, (await galtea.JsonAsync("/traces?limit=2"))[1].Text("id"));
    }

    [Fact]
    public async Task A_removed_inference_result_leaves_its_rows()
    {
        using var galtea = new ServiceHttpClient(_simulator, SimulatedService.Galtea);
        var result = _simulator.Galtea.InferenceResultIds.First();
        var rows = (await galtea.JsonAsync($"/traces?inferenceResultIds={result}")).GetArrayLength();

        Assert.True(_simulator.Galtea.RemoveInferenceResult(result));

        Assert.Equal(404, (await galtea.GetAsync($"/inferenceResults/{result}")).Status);
        Assert.Equal(rows, (await galtea.JsonAsync($"/traces?inferenceResultIds={result}")).GetArrayLength());
    }

    [Fact]
    public async Task A_calyptia_record_may_hold_bytes_that_are_not_text()
    {
        using var calyptia = new ServiceHttpClient(_simulator, SimulatedService.Calyptia);
        var session = _simulator.Calyptia.SessionIds.First();
        byte[] bytes = [.. "{\"type\":1,\"records\":[{\"record\":\""u8, 0xFF, 0xFE, .. "\"}]}"u8];

        var id = _simulator.Calyptia.AppendRecordJson(session, bytes);
        var response = await calyptia.GetAsync($"/v1/trace_sessions/{session}/records?last=1");

        Assert.True(response.Bytes.AsSpan().IndexOf((byte[])[0xFF, 0xFE]) > 0);
        Assert.Equal(id, response.Json[0].Text("id"));
        Assert.Equal(id, _simulator.Calyptia.RecordIds(session).First());
    }

    [Fact]
    public async Task A_calyptia_session_may_hold_anything()
    {
        using var calyptia = new ServiceHttpClient(_simulator, SimulatedService.Calyptia);
        var pipeline = _simulator.Calyptia.AddPipeline("traps");

        var id = _simulator.Calyptia.AddSessionJson(pipeline, """{"plugins":null,"lifespan":600000000000}""");
        var session = await calyptia.JsonAsync($"/v1/pipelines/{pipeline}/trace_session");

        Assert.Equal(id, session.Text("id"));
        Assert.True(session.IsNull("plugins"));
        Assert.Equal(600_000_000_000, session.GetProperty("lifespan").GetInt64());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("")]
    public void Text_that_is_not_one_object_is_rejected(string json)
    {
        Assert.Throws<ArgumentException>(() => _simulator.Kubiya.AddTraceJson(json));
        Assert.Throws<ArgumentException>(() => _simulator.Galtea.AddSpanJson(json));
        Assert.Throws<ArgumentException>(() => _simulator.Calyptia.AppendRecordJson(_simulator.Calyptia.SessionIds.First(), json));
    }

    private async Task<(string Trace, JsonElement Span)> OrphanAsync(ServiceHttpClient kubiya)
    {
        foreach (var id in _simulator.Kubiya.TraceIds)
        {
            var spans = (await kubiya.JsonAsync($"/api/v1/traces/{id}/spans?flat=true")).EnumerateArray().ToList();
            var orphan = spans.Find(
                span => !span.IsNull("parent_span_id") && !spans.Exists(other => other.Text("span_id") == span.Text("parent_span_id")));
            if (orphan.ValueKind == JsonValueKind.Object)
                return (id, orphan);
        }

        throw new InvalidOperationException("There is no orphan.");
    }
}
