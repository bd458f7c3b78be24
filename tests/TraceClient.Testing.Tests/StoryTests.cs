using System.Text.Json;

namespace TraceClient.Testing.Tests;

/// <summary>The generated data is consistent.</summary>
public sealed class StoryTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, null)]
    [InlineData(1, null)]
    [InlineData(2, null)]
    [InlineData(7, null)]
    [InlineData(25, null)]
    [InlineData(500, null)]
    [InlineData(40, 12)]
    public async Task Tokens_and_costs_of_a_turn_are_the_sums_of_its_model_calls(int? spans, int? depth)
    {
        await using var simulator =
            await TraceSimulator.StartAsync(options => (options.Galtea.SpansPerTrace, options.Galtea.Depth) = (spans, depth), Cancelled);
        using var galtea = new ServiceHttpClient(simulator, SimulatedService.Galtea);
        var withCost = 0;

        foreach (var result in (await galtea.JsonAsync("/inferenceResults")).EnumerateArray().Where(result => !result.IsNull("tokens")))
        {
            var calls = (await galtea.JsonAsync($"/traces?inferenceResultIds={result.Text("id")}&limit=1000")).EnumerateArray()
                .Where(row => row.GetProperty("type").GetString() == "GENERATION").ToList();

            Assert.Equal(calls.Sum(call => Number(call, "gen_ai.usage.input_tokens")), result.GetProperty("inputTokens").GetDecimal());
            Assert.Equal(calls.Sum(call => Number(call, "gen_ai.usage.output_tokens")), result.GetProperty("outputTokens").GetDecimal());
            Assert.Equal(result.GetProperty("inputTokens").GetDecimal() + result.GetProperty("outputTokens").GetDecimal(),
                result.GetProperty("tokens").GetDecimal());
            if (result.IsNull("cost"))
                continue;
            Assert.Equal(calls.Sum(call => Number(call, "gen_ai.usage.cost")), result.GetProperty("cost").GetDecimal());
            withCost++;
        }

        Assert.True(withCost > 5);
    }

    [Fact]
    public async Task Every_model_call_has_its_model_its_tokens_and_messages_in_the_format_of_its_provider()
    {
        var rows = await RowsAsync(42);
        var calls = rows.Where(row => row.GetProperty("type").GetString() == "GENERATION").ToList();

        foreach (var call in calls)
        {
            Assert.NotEmpty(call.GetProperty("metadata").Text("gen_ai.request.model"));
            Assert.True(Number(call, "gen_ai.usage.input_tokens") > Number(call, "gen_ai.usage.output_tokens"));
            Assert.True(Number(call, "gen_ai.usage.output_tokens") > 0);
            var (input, output) = (call.GetProperty("inputData"), call.GetProperty("outputData"));
            Assert.Equal(call.GetProperty("metadata").Text("gen_ai.request.model"), input.Text("model"));
            Assert.Contains("user", input.GetProperty("messages").Texts("role"));
            if (call.GetProperty("metadata").Text("gen_ai.provider.name") == "anthropic")
                Assert.All(output.GetProperty("content").EnumerateArray(),
                    part => Assert.Contains(part.Text("type"), new[] { "text", "tool_use" }));
            else
                Assert.Equal("assistant", output.GetProperty("choices")[0].GetProperty("message").Text("role"));
        }

        Assert.Contains(calls,
            call => call.GetProperty("outputData").TryGetProperty("stop_reason", out var reason) && reason.GetString() == "tool_use");
        Assert.Contains(calls, call => call.GetProperty("outputData").TryGetProperty("choices", out var choices)
            && choices[0].Text("finish_reason") == "tool_calls");
    }

    [Fact]
    public async Task A_tool_runs_with_the_arguments_that_a_model_requested_under_the_same_id()
    {
        var rows = await RowsAsync(42);
        var requested = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var output in rows.Where(row => row.GetProperty("type").GetString() == "GENERATION")
            .Select(row => row.GetProperty("outputData")))
        {
            if (output.TryGetProperty("content", out var parts))
            {
                foreach (var part in parts.EnumerateArray().Where(part => part.Text("type") == "tool_use"))
                    requested.Add(part.Text("id"), part.GetProperty("input").GetRawText());
            }
            else if (output.GetProperty("choices")[0].GetProperty("message").TryGetProperty("tool_calls", out var calls))
            {
                foreach (var call in calls.EnumerateArray())
                    requested.Add(call.Text("id"), call.GetProperty("function").Text("arguments"));
            }
        }

        var tools = rows.Where(row => row.GetProperty("type").GetString() == "TOOL").ToList();

        Assert.True(tools.Count(tool => requested.TryGetValue(tool.GetProperty("metadata").Text("gen_ai.tool.call.id"), out var arguments)
            && arguments == tool.GetProperty("inputData").GetRawText()) > 40);
        Assert.All(
            tools.Where(tool => requested.ContainsKey(tool.GetProperty("metadata").Text("gen_ai.tool.call.id"))),
            tool => Assert.Equal(
                requested[tool.GetProperty("metadata").Text("gen_ai.tool.call.id")], tool.GetProperty("inputData").GetRawText()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(42)]
    public async Task A_tool_fails_and_its_retry_works_and_a_policy_denies(int seed)
    {
        var rows = await RowsAsync(seed);
        var turns = rows.GroupBy(row => row.Text("inferenceResultId"), StringComparer.Ordinal);

        Assert.Contains(turns, turn => turn.Any(failed => IsTool(failed) && !failed.IsNull("error")
            && turn.Any(retry => IsTool(retry) && retry.IsNull("error") && retry.Text("name") == failed.Text("name")
                && retry.GetProperty("inputData").GetRawText() == failed.GetProperty("inputData").GetRawText())));
        Assert.Contains(rows, row => row.GetProperty("type").GetString() == "GUARDRAIL"
            && row.GetProperty("outputData").TryGetProperty("decision", out var decision) && decision.GetString() == "deny");

        static bool IsTool(JsonElement row) => row.GetProperty("type").GetString() == "TOOL";
    }

    [Fact]
    public async Task The_control_plane_has_denials_retries_and_the_steps_of_its_agents()
    {
        await using var simulator = await TraceSimulator.StartAsync(cancellationToken: Cancelled);
        using var kubiya = new ServiceHttpClient(simulator, SimulatedService.Kubiya);
        var spans = new List<JsonElement>();
        foreach (var id in simulator.Kubiya.TraceIds)
            spans.AddRange((await kubiya.JsonAsync($"/api/v1/traces/{id}/spans?flat=true")).EnumerateArray());

        Assert.Contains(spans, span => Attribute(span, "policy.decision") == "deny" && span.Text("status_code") == "ERROR");
        Assert.Contains(spans, span => Attribute(span, "retry.attempt") == "2" && span.Text("status_code") != "ERROR");
        foreach (var name in new[] { "gen_ai.usage.input_tokens", "gen_ai.tool.call.arguments", "db.query.text", "url.path",
            "messaging.system", "rpc.system" })
            Assert.Contains(spans, span => Attribute(span, name).Length > 0);
        foreach (var span in spans.Where(span => Attribute(span, "gen_ai.output.messages").Length > 0))
        {
            using var input = JsonDocument.Parse(Attribute(span, "gen_ai.input.messages"));
            using var output = JsonDocument.Parse(Attribute(span, "gen_ai.output.messages"));
            Assert.Equal(("user", "assistant"), (input.RootElement[0].Text("role"), output.RootElement[0].Text("role")));
        }

        static string Attribute(JsonElement span, string name) =>
            span.GetProperty("attributes").TryGetProperty(name, out var value) ? value.ToString() : "";
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(40)]
    public async Task The_header_of_a_kubiya_trace_counts_its_errors(int? spans)
    {
        await using var simulator = await TraceSimulator.StartAsync(options => options.Kubiya.SpansPerTrace = spans, Cancelled);
        using var kubiya = new ServiceHttpClient(simulator, SimulatedService.Kubiya);

        foreach (var header in (await kubiya.JsonAsync("/api/v1/traces?page_size=100")).GetProperty("items").EnumerateArray())
        {
            var all = await kubiya.JsonAsync($"/api/v1/traces/{header.Text("trace_id")}/spans?flat=true");
            Assert.Equal(all.Texts("status_code").Count(status => status == "ERROR"), header.GetProperty("error_count").GetInt32());
            Assert.Equal(header.Text("status") == "error", all[0].Text("status_code") == "ERROR");
        }
    }

    [Fact]
    public async Task Every_filter_of_a_pipeline_changes_or_drops_records()
    {
        await using var simulator = await TraceSimulator.StartAsync(cancellationToken: Cancelled);
        await using var client = TraceClients.Create(simulator.Configure);
        var working = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var summary in client.ListTracesAsync(new TraceQuery { Sources = ["calyptia"] }, Cancelled))
        {
            var trace = await client.GetTraceAsync(summary.Reference, Cancelled);
            foreach (var (span, before) in trace.Spans.Where(span => span.Type == SpanType.Filter && span.ParentId is not null)
                .Select(span => (span, trace.Spans.Single(other => other.Id == span.ParentId))))
            {
                var batch = before.Records.TakeLast(Math.Max(span.Records.Count, 1)).Select(record => record.Body.ToString());
                if (!batch.SequenceEqual(span.Records.Select(record => record.Body.ToString()), StringComparer.Ordinal))
                    working.Add($"{trace.ServiceName} {span.Attributes["calyptia.plugin_instance"].ToString()}");
            }
        }

        Assert.Equal(
            ["audit grep.0", "audit modify.2", "audit record_modifier.1", "metrics record_modifier.0", "metrics throttle.1",
                "orders grep.0", "orders lua.2", "orders record_modifier.1"],
            working.Order(StringComparer.Ordinal));
    }

    public static TheoryData<int, int?, int?> SeedsAndSizes()
    {
        var data = new TheoryData<int, int?, int?>();
        for (var seed = 1; seed <= 20; seed++)
        {
            data.Add(seed, null, null);
            data.Add(seed, 1, 1);
            data.Add(seed, 3, 2);
        }

        data.Add(42, 2_000, 20);

        return data;
    }

    [Theory]
    [MemberData(nameof(SeedsAndSizes))]
    public async Task The_newest_trace_is_an_agent_s_run_that_failed_for_a_reason_in_its_spans(int seed, int? traces, int? spans)
    {
        await using var simulator = await TraceSimulator.StartAsync(
            options =>
            {
                options.Seed = seed;
                (options.Calyptia.TracesPerSession, options.Kubiya.Traces, options.Galtea.Traces) =
                    (traces ?? 4, traces ?? 25, traces ?? 25);
                (options.Calyptia.RecordsPerTrace, options.Kubiya.SpansPerTrace, options.Galtea.SpansPerTrace) = (spans, spans, spans);
            },
            Cancelled);
        await using var client = TraceClients.Create(simulator.Configure);

        var newest = await client.ListTracesAsync(new TraceQuery { Limit = 1 }, Cancelled).FirstAsync(Cancelled);
        var trace = await client.GetTraceAsync(newest.Reference, Cancelled);

        Assert.Equal(("galtea", TraceStatus.Error), (newest.Reference.Source, trace.Status));
        Assert.All(trace.Spans.Where(span => span.Status == SpanStatus.Error),
            span => Assert.Matches("amount [0-9]+\\.00 EUR exceeds the limit 500\\.00 EUR of policy refunds-v3", span.StatusMessage!));
        Assert.Equal("support_agent", trace.Roots[0].Name);
        Assert.Equal(SpanStatus.Error, trace.Roots[0].Status);
        if (trace.Spans.Count < 3)
            return;
        var refund = Assert.Single(trace.Spans, span => span.Name == "refund_payment");
        var amount = refund.Records[0].Body.ToElement().GetProperty("amount").GetDecimal();
        Assert.Equal(SpanStatus.Error, refund.Status);
        // The reason behind the reason: the order service gave cents, which the model took for euros.
        Assert.Contains(trace.Spans.SelectMany(span => span.Records),
            record => record.Body.ToString().Contains($"total_cents\\\":{amount:0},", StringComparison.Ordinal)
            || record.Body.ToString().Contains($"\"total_cents\":{amount:0},", StringComparison.Ordinal));
    }

    private static decimal Number(JsonElement row, string name) => row.GetProperty("metadata").GetProperty(name).GetDecimal();

    private static async Task<List<JsonElement>> RowsAsync(int seed)
    {
        await using var simulator = await TraceSimulator.StartAsync(options => options.Seed = seed, Cancelled);
        using var galtea = new ServiceHttpClient(simulator, SimulatedService.Galtea);
        return [.. (await galtea.JsonAsync("/traces?limit=1000")).EnumerateArray()];
    }
}
