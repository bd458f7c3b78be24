using System.Text.Json;
using static TraceClient.Testing.Tests.Assertions.Traces;

namespace TraceClient.Testing.Tests.Assertions;

public sealed class TracePolicyTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_trace_that_meets_all_requirements_has_no_violation()
    {
        var policy = TracePolicy.Parse(
            """
            {
              "$schema": "https://example.org/policy.schema.json",
              "status": "Ok", "maxErrors": 0, "maxDuration": "5s", "maxTokens": 8000, "maxSpans": 4, "models": ["gpt-4*"],
              "tools": { "required": ["lookup_order", "send_mail"], "inOrder": true, "forbidden": ["delete_*"], "maxCalls": 2 },
              "spans": [
                { "name": "plan", "min": 1, "max": 1, "maxDuration": "800ms", "maxErrors": 0 },
                { "type": "tool", "min": 2 },
                { "name": "escalate", "max": 0 }
              ]
            }
            """);

        Assert.Empty(policy.Check(Agent().Build()));
        Agent().Build().Should().Satisfy(policy);
        Assert.Equal(
            "status maxErrors maxDuration maxTokens maxSpans models tools.required tools.inOrder tools.forbidden tools.maxCalls "
                + "spans[0] spans[1] spans[2]",
            string.Join(' ', policy.Checks));
    }

    [Theory]
    [InlineData("""{"status":"Error"}""", "status: expected the status Error, found Ok.")]
    [InlineData("""{"maxDuration":"999ms"}""", "maxDuration: expected a duration of at most 999 ms, found 1 s.")]
    [InlineData("""{"maxTokens":999}""", "maxTokens: expected at most 999 tokens, found 1000.")]
    [InlineData("""{"maxCost":1}""", "maxCost: expected a cost of at most 1, found a trace of which no cost is known.")]
    [InlineData("""{"maxSpans":3}""", "maxSpans: expected at most 3 spans, found 4.")]
    [InlineData("""{"models":["claude-*"]}""", "models: expected models claude-* only, found gpt-4o.")]
    [InlineData("""{"tools":{"required":["x"]}}""",
        "tools.required: expected calls of x, found calls of lookup_order, send_mail.")]
    [InlineData("""{"tools":{"required":["send_mail","lookup_order"],"inOrder":true}}""",
        "tools.inOrder: expected calls of send_mail, lookup_order in this order, found calls of lookup_order, send_mail.")]
    [InlineData("""{"tools":{"forbidden":["send_*"]}}""", "tools.forbidden: expected no calls of send_*, found calls of send_mail.")]
    [InlineData("""{"tools":{"maxCalls":1}}""", "tools.maxCalls: expected at most 1 tool call, found 2.")]
    [InlineData("""{"spans":[{"name":"x"}]}""", "spans[0]: expected at least 1 span named x, found 0.")]
    [InlineData("""{"spans":[{"name":"plan"},{"type":"Tool","max":1}]}""",
        "spans[1]: expected at most 1 span of the type Tool, found 2.")]
    [InlineData("""{"spans":[{"type":"Tool","maxDuration":"100ms"}]}""",
        "spans[0]: expected at most 100 ms for each span of the type Tool, found 120 ms.")]
    [InlineData("""{"spans":[{"service":"mailer"}]}""", "spans[0]: expected at least 1 span of the service mailer, found 0.")]
    public void Each_requirement_can_be_violated(string json, string expected) =>
        Assert.Equal(expected, Assert.Single(TracePolicy.Parse(json).Check(Agent().Build())).ToString());

    [Fact]
    public void Failed_spans_are_counted_as_a_whole_and_for_the_spans_of_a_rule()
    {
        var trace = Agent(configure: agent => agent.Child("retry", SpanType.Tool, tool => tool.Error("timeout"))).Build();

        Assert.Equal(
            [
                "maxErrors: expected at most 0 failed spans, found 1.",
                "spans[0]: expected at most 0 failed spans of the type Tool, found 1.",
            ],
            TracePolicy.Parse("""{"maxErrors":0,"spans":[{"type":"Tool","maxErrors":0}]}""").Check(trace).Select(one => $"{one}"));
    }

    [Fact]
    public void A_span_without_a_duration_violates_a_limit()
    {
        var trace = new TraceBuilder("galtea", "t").Span("agent", SpanType.Agent, agent => agent.WithoutTimes()).Build();

        var violation = Assert.Single(TracePolicy.Parse("""{"spans":[{"name":"agent","maxDuration":"1h"}]}""").Check(trace));

        Assert.Equal("an unknown duration", violation.Actual);
    }

    [Fact]
    public void The_service_of_a_span_is_its_own_else_that_of_the_trace()
    {
        var trace = new TraceBuilder("kubiya").Service("shop").Span("request", default, root => root
            .Child("query", default, child => child.Resource("service.name", "orders"))).Build();

        Assert.Empty(TracePolicy.Parse(
            """{"spans":[{"service":"shop","min":1,"max":1},{"service":"ord*","min":1,"max":1}]}""").Check(trace));
    }

    [Fact]
    public void A_running_trace_violates_each_upper_limit()
    {
        var policy = TracePolicy.Parse(
            """
            {
              "maxErrors": 9, "maxDuration": "1h", "maxTokens": 9999, "maxCost": 9, "maxSpans": 99, "models": ["*"],
              "tools": { "required": ["lookup_order"], "forbidden": ["x"], "maxCalls": 99 }, "spans": [{ "name": "plan", "max": 9 }]
            }
            """);

        var violations = policy.Check(Agent().Status(TraceStatus.Running).Build());

        Assert.Equal(policy.Checks.Except(["tools.required"]), violations.Select(violation => violation.Check));
        Assert.All(violations, violation => Assert.Equal("a trace that is still running", violation.Actual));
    }

    [Fact]
    public async Task A_baseline_is_read_from_a_file_beside_the_policy()
    {
        var file = Write("policy.json", """{"baseline":{"file":"base.json","durationTolerance":0,"tokenTolerance":0.5}}""");
        Write("base.json", JsonSerializer.Serialize(Agent().Build()));

        var policy = await TracePolicy.LoadAsync(file, TestContext.Current.CancellationToken);

        Assert.Empty(policy.Check(SecondRun()));
        Assert.Contains(
            policy.Check(SecondRun(configure: agent => agent.Child("close", SpanType.Tool))),
            one => one.Actual == "the span Tool close");
        Assert.Equal(0.5, policy.Baseline!.Tolerance!.TokenTolerance);
    }

    [Fact]
    public void A_baseline_that_was_not_read_is_a_violation() => Assert.Contains(
        "LoadAsync", Assert.Single(TracePolicy.Parse("""{"baseline":{"file":"x.json"}}""").Check(Agent().Build())).Actual);

    [Theory]
    [InlineData("""{"maxToken":1}""", "$.maxToken", "Did you mean 'maxTokens'? Known members: $schema, status,")]
    [InlineData("""{"tools":{"required":["a"],"inorder":true}}""", "$.tools.inorder", "Did you mean 'inOrder'?")]
    [InlineData("""{"spans":[{"name":"a"},{"name":"b","allow":1}]}""", "$.spans[1].allow", "is unknown. Known members: name, type,")]
    [InlineData("""{"status":"ok"}""", "$.status", "must be \"Ok\", \"Error\" or \"Unset\".")]
    [InlineData("""{"maxErrors":"0"}""", "$.maxErrors", "must be a whole number from 0 to 2147483647.")]
    [InlineData("""{"maxDuration":5}""", "$.maxDuration", "must be a duration such as")]
    [InlineData("""{"models":[]}""", "$.models", "must be a list that is not empty.")]
    [InlineData("""{"models":[""]}""", "$.models[0]", "must be a text that is not empty.")]
    [InlineData("""{"tools":{"inOrder":true}}""", "$.tools.inOrder", "needs the member required.")]
    [InlineData("""{"spans":[{"min":1}]}""", "$.spans[0]", "selects no spans. Use name, type or service.")]
    [InlineData("""{"baseline":{}}""", "$.baseline", "needs the member file.")]
    [InlineData("""{"maxErrors":0,"maxErrors":1}""", "$.maxErrors", "is there twice.")]
    [InlineData("""{"$schema":"x"}""", "$", "has no checks. Use status, maxErrors,")]
    [InlineData("[]", "$", "must be an object.")]
    public void An_invalid_policy_names_the_member(string json, string path, string message)
    {
        var exception = Assert.Throws<TraceFormatException>(() => TracePolicy.Parse(json));

        Assert.Equal(path, exception.JsonPath);
        Assert.StartsWith($"Invalid policy: {path} ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n  \"maxErrors\": secret }", "Invalid JSON in line 2, column 16 of the policy.")]
    [InlineData("", "Invalid JSON in line 1, column 1 of the policy.")]
    [InlineData("""{"\ud800":1}""", "The policy has text that is not valid Unicode.")]
    public void Text_that_is_not_JSON_is_not_quoted(string json, string message) =>
        Assert.Equal(message, Assert.Throws<TraceFormatException>(() => TracePolicy.Parse(json)).Message);

    [Fact]
    public async Task Errors_of_files_name_the_file()
    {
        var missing = Path.Combine(_folder.FullName, "none.json");
        var invalid = Write("invalid.json", "{}");
        var withoutBaseline = Write("policy.json", """{"baseline":{"file":"none.json"}}""");
        var withInvalidBaseline = Write("other.json", """{"baseline":{"file":"invalid.json"}}""");

        Assert.Contains(missing, (await Error<TraceTransportException>(missing)).Message, StringComparison.Ordinal);
        Assert.StartsWith($"'{invalid}': Invalid policy", (await Error<TraceFormatException>(invalid)).Message, StringComparison.Ordinal);
        Assert.Contains("none.json", (await Error<TraceTransportException>(withoutBaseline)).Message, StringComparison.Ordinal);
        Assert.Contains("invalid.json", (await Error<TraceFormatException>(withInvalidBaseline)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_larger_than_the_limit_is_an_error()
    {
        using var large = new MemoryStream(new byte[(1024 * 1024) + 1]);

        var exception = await Assert.ThrowsAsync<TraceFormatException>(
            () => TracePolicy.LoadAsync(large, ".", TestContext.Current.CancellationToken));

        Assert.Contains("1 MB", exception.Message, StringComparison.Ordinal);
    }

    private static Task<T> Error<T>(string path)
        where T : Exception => Assert.ThrowsAsync<T>(() => TracePolicy.LoadAsync(path, TestContext.Current.CancellationToken));

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
