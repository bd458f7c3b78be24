namespace TraceClient.Tests.Model;

public sealed class EqualityTests
{
    private static readonly AttributeMap Attributes = AttributeMap.Empty.With("a", 1);
    private static readonly Span Child = new() { Id = "child", ParentId = "s", Name = "step" };
    private static readonly TraceWarning Warning = new("of-my-own", "As it was.");

    [Fact]
    public void A_trace_that_differs_in_any_of_its_data_is_another()
    {
        var trace = new Trace { Reference = new("kubiya", "t"), Name = "plan", StartTime = new(100), EndTime = new(500), Spans = [Child] };

        AssertEqual(trace, trace with { Warnings = [Warning], Roots = [Child], Spans = [Child with { }] });
        Assert.All(
            [
                trace with { Reference = new("kubiya", "other") },
                trace with { Name = "other" },
                trace with { Status = TraceStatus.Ok },
                trace with { StartTime = new(300), Duration = trace.Duration },
                trace with { EndTime = new(700), Duration = trace.Duration },
                trace with { Duration = TimeSpan.FromTicks(9) },
                trace with { SessionId = "session" },
                trace with { ServiceName = "service" },
                trace with { User = "user" },
                trace with { IsComplete = true },
                trace with { Attributes = Attributes },
                trace with { Spans = [] },
                trace with { Spans = [Child with { Name = "other" }] },
                null,
            ],
            other => AssertDifferent(trace, other));
    }

    [Fact]
    public void A_span_that_differs_in_any_of_its_data_is_another()
    {
        var record = new Record { Kind = RecordKind.Log, Name = "line" };
        var span = new Span { Id = "s", Name = "step", StartTime = new(100), EndTime = new(500), Records = [record] };

        AssertEqual(span, span with { Warnings = [Warning], Children = [Child], Records = [record with { }] });
        Assert.All(
            [
                span with { Id = "other" },
                span with { ParentId = "parent" },
                span with { Name = "other" },
                span with { Type = SpanType.Tool },
                span with { Kind = SpanKind.Server },
                span with { Status = SpanStatus.Error },
                span with { StatusMessage = "message" },
                span with { StartTime = new(300), Duration = span.Duration },
                span with { EndTime = new(700), Duration = span.Duration },
                span with { Duration = TimeSpan.FromTicks(9) },
                span with { Attributes = Attributes },
                span with { Resource = Attributes },
                span with { Records = [] },
                span with { Records = [record with { Name = "other" }] },
                span with { Links = [new SpanLink("t", "s")] },
                null,
            ],
            other => AssertDifferent(span, other));
    }

    [Fact]
    public void A_summary_that_differs_in_any_of_its_data_is_another()
    {
        var summary = new TraceSummary
        {
            Reference = new("kubiya", "t"),
            Name = "plan",
            StartTime = new(100),
            EndTime = new(500),
            SpanTypes = [SpanType.Tool],
        };

        AssertEqual(summary, summary with { SpanTypes = [SpanType.Tool] });
        AssertEqual(summary with { SpanTypes = null }, summary with { SpanTypes = null });
        AssertDifferent(summary with { SpanTypes = null }, summary);
        Assert.All(
            [
                summary with { Reference = new("kubiya", "other") },
                summary with { Name = "other" },
                summary with { Status = TraceStatus.Ok },
                summary with { RecordedAt = new(1) },
                summary with { StartTime = new(300), Duration = summary.Duration },
                summary with { EndTime = new(700), Duration = summary.Duration },
                summary with { Duration = TimeSpan.FromTicks(9) },
                summary with { SessionId = "session" },
                summary with { ServiceName = "service" },
                summary with { User = "user" },
                summary with { SpanCount = 1 },
                summary with { ErrorCount = 1 },
                summary with { Model = "model" },
                summary with { Usage = new GenAIUsage { InputTokens = 1 } },
                summary with { Attributes = Attributes },
                summary with { SpanTypes = null },
                summary with { SpanTypes = [SpanType.Agent] },
                null,
            ],
            other => AssertDifferent(summary, other));
    }

    [Fact]
    public void A_message_that_differs_in_any_of_its_data_is_another()
    {
        var part = new GenAIPart { Kind = GenAIPartKind.Text, Text = "hello" };
        var message = new GenAIMessage { Role = "user", Parts = [part] };

        AssertEqual(message, message with { Parts = [part with { }] });
        Assert.All(
            [
                message with { Role = "assistant" },
                message with { Name = "name" },
                message with { FinishReason = "stop" },
                message with { Parts = [] },
                message with { Parts = [part with { Text = "other" }] },
                null,
            ],
            other => AssertDifferent(message, other));
    }

    [Fact]
    public void A_usage_that_differs_in_any_of_its_numbers_is_another()
    {
        var usage = new GenAIUsage { InputTokens = 1, OutputTokens = 2, Costs = [new GenAICost(1m, "USD")] };

        AssertEqual(usage, usage with { Costs = [new GenAICost(1m, "USD")] });
        Assert.All(
            [
                usage with { InputTokens = 2, TotalTokens = usage.TotalTokens },
                usage with { OutputTokens = 3, TotalTokens = usage.TotalTokens },
                usage with { CachedInputTokens = 1 },
                usage with { TotalTokens = 9 },
                usage with { Costs = [] },
                usage with { Costs = [new GenAICost(2m, "USD")] },
                null,
            ],
            other => AssertDifferent(usage, other));
    }

    [Fact]
    public void Values_that_differ_in_kind_or_content_are_others()
    {
        AttributeValue[] values =
        [
            default, "", "a", true, false, 0L, 1L, 0.0, 1.0, double.NaN, double.PositiveInfinity,
            AttributeValue.From(JsonPayload.Parse("1e400")),
            AttributeValue.From(JsonPayload.Parse("1e401")), AttributeValue.From([]), AttributeValue.From(["a"]),
            AttributeValue.From(["b"]),
            AttributeValue.From(AttributeMap.Empty), AttributeValue.From(Attributes),
        ];

        for (var i = 0; i < values.Length; i++)
        {
            for (var j = 0; j < values.Length; j++)
                Assert.True(values[i].Equals(values[j]) == (i == j), $"{values[i]} and {values[j]}");
        }

        AssertEqual(AttributeValue.From(["a", 1L]), AttributeValue.From(["a", 1L]));
        AssertEqual(AttributeValue.From(JsonPayload.Parse("1e400")), AttributeValue.From(JsonPayload.Parse("1e400")));
        AssertEqual<AttributeValue>(double.NaN, double.NaN);
        AssertEqual<AttributeValue>(0.0, -0.0);
        AssertEqual(AttributeValue.From(Attributes), AttributeValue.From(AttributeMap.From(JsonPayload.Parse("""{"a":1}"""))));
    }

    [Fact]
    public void Maps_that_differ_in_a_name_or_a_value_are_others()
    {
        var map = AttributeMap.Empty.With("a", 1).With("b", default);

        AssertEqual(map, AttributeMap.From(JsonPayload.Parse("""{"b":null,"a":1}""")));
        Assert.All(
            [
                AttributeMap.Empty, Attributes, Attributes.With("c", default), Attributes.With("b", 1), map.With("c", default), null,
            ],
            other => AssertDifferent(map, other));
    }

    private static void AssertEqual<T>(T value, T other)
        where T : IEquatable<T>
    {
        Assert.True(value.Equals(other));
        Assert.True(value.Equals((object)other));
        Assert.Equal(value.GetHashCode(), other.GetHashCode());
    }

    private static void AssertDifferent<T>(T value, T? other)
        where T : class, IEquatable<T>
    {
        Assert.False(value.Equals(other));
        Assert.False(other?.Equals(value) ?? false);
        Assert.False(value.Equals((object?)other));
    }
}
