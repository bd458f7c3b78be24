using static TraceClient.Analysis.Tests.RandomTrace;

namespace TraceClient.Analysis.Tests;

public sealed class SpanGroupTests
{
    [Fact]
    public void Spans_are_grouped_by_type_with_their_times_errors_and_slowest_span()
    {
        var trace = Of(
            Span("root", null, 0, 10, type: SpanType.Agent),
            Span("a", "root", 1, 4, type: SpanType.Tool),
            Span("b", "root", 5, 6, type: SpanType.Tool) with { Status = SpanStatus.Error });

        var groups = trace.GroupSpans(StatisticsProperty.SpanType);

        Assert.Equal(["Agent", "Tool"], groups.Select(group => group.Key));
        Assert.Equal((1, 0, 10, 6), Numbers(groups[0]));
        Assert.Equal((2, 1, 4, 4), Numbers(groups[1]));
        Assert.Equal((trace.Reference, "a", TimeSpan.FromSeconds(3)),
            (groups[1].Slowest!.Trace, groups[1].Slowest!.SpanId, groups[1].Slowest!.Duration));
    }

    [Fact]
    public void Costs_and_tokens_of_a_model_are_those_of_its_calls()
    {
        var trace = Of(
            Span("agent", type: SpanType.Agent) with { Attributes = Usage("big", 10, 0.5) },
            Span("one", "agent", type: SpanType.Generation) with { Attributes = Usage("big", 6, 0.25) },
            Span("two", "agent", type: SpanType.Generation) with { Attributes = Usage("small", 4, 0.25) });

        var groups = trace.GroupSpans(StatisticsProperty.Model);

        Assert.Equal(
            [("big", 6L, 0.25m), ("small", 4L, 0.25m)],
            groups.Select(group => (group.Key, group.Usage!.InputTokens!.Value, group.Usage.Costs[0].Amount)));
        Assert.Equal(trace.Usage, GenAIUsage.Sum(groups.Select(group => group.Usage)));
    }

    [Fact]
    public void The_groups_of_any_trace_sum_to_the_trace()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var trace = Of(seed);
            foreach (var by in new[] { StatisticsProperty.SpanName, StatisticsProperty.SpanType })
            {
                var groups = trace.GroupSpans(by);

                Assert.Equal(trace.Spans.Count, groups.Sum(group => group.Count));
                Assert.Equal(trace.Spans.Count(span => span.Status == SpanStatus.Error), groups.Sum(group => group.ErrorCount));
                Assert.Equal(trace.SelfTimes().Sum(one => one.SelfTime.Ticks), groups.Sum(group => group.SelfTime.Ticks));
                Assert.Equal(trace.Usage, GenAIUsage.Sum(groups.Select(group => group.Usage)));
            }
        }
    }

    [Fact]
    public void Spans_have_no_properties_of_traces() =>
        Assert.Throws<ArgumentException>(() => Of(Span("a")).GroupSpans(StatisticsProperty.Service));

    private static (int Count, int Errors, int Total, int Self) Numbers(StatisticsGroup group) =>
        ((int)group.Count, (int)group.ErrorCount, (int)group.TotalTime.TotalSeconds, (int)group.SelfTime.TotalSeconds);

    private static AttributeMap Usage(string model, long tokens, double cost) => AttributeMap.From(
        [new("gen_ai.request.model", model), new("gen_ai.usage.input_tokens", tokens), new("gen_ai.usage.cost", cost)]);
}
