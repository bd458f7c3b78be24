namespace TraceClient.Analysis.Tests;

public sealed class TraceStatisticsTests
{
    [Fact]
    public void A_trace_without_a_status_is_not_counted_in_the_error_rate()
    {
        var statistics = Of(
            Trace("1") with { Status = TraceStatus.Ok }, Trace("2") with { Status = TraceStatus.Error }, Trace("3"),
            Trace("4") with { Status = TraceStatus.Running });

        Assert.Equal((4, 2, 1), (statistics.Traces.Count, statistics.Traces.KnownCount, statistics.Traces.ErrorCount));
        Assert.Equal(0.5, statistics.Traces.ErrorRate);
    }

    [Fact]
    public void A_running_trace_without_errors_has_no_known_status()
    {
        var statistics = Of(Trace("1") with { Status = TraceStatus.Running, ErrorCount = 0 },
            Trace("2") with { Status = TraceStatus.Running, ErrorCount = 1 });

        Assert.Equal((2, 1, 1), (statistics.Traces.Count, statistics.Traces.KnownCount, statistics.Traces.ErrorCount));
    }

    [Fact]
    public void A_good_trace_with_a_failing_span_counts_as_an_error()
    {
        var statistics = Of(Trace("1") with { Status = TraceStatus.Ok, ErrorCount = 2 });

        Assert.Equal(1, statistics.Traces.ErrorCount);
    }

    [Fact]
    public void Groups_beyond_the_limit_are_counted_as_one()
    {
        var statistics = new TraceStatistics([StatisticsProperty.TraceName], slowestCount: 3);
        for (var i = 0; i < 5000; i++)
            statistics.Add(Trace("1") with { Name = $"name {i}" });

        var groups = statistics.Groupings[0].Groups.ToList();

        Assert.Equal(5000, groups.Sum(group => group.Count));
        Assert.Equal(("(others)", 4000), (groups[0].Key, groups[0].Count));
        Assert.Equal(1001, groups.Count);
    }

    [Fact]
    public void The_slowest_are_named_longest_first()
    {
        var statistics = Of([.. Enumerable.Range(1, 9).Select(i => Trace($"{i}") with { Duration = TimeSpan.FromSeconds(i * 7 % 9) })]);

        Assert.Equal([8, 7, 6], [.. statistics.Slowest.Select(trace => trace.Duration!.Value.TotalSeconds)]);
    }

    [Fact]
    public void Tokens_are_those_of_the_calls_and_not_again_of_the_agents_above_them()
    {
        var usage = AttributeMap.From(
            [KeyValuePair.Create("input_tokens", AttributeValue.From(10)), KeyValuePair.Create("usage", AttributeValue.From(
            AttributeMap.From([KeyValuePair.Create("completion_tokens", AttributeValue.From(3))])))]);
        var conventions = AttributeMap.From([KeyValuePair.Create("gen_ai.usage.input_tokens", AttributeValue.From(5)),
            KeyValuePair.Create("gen_ai.request.model", AttributeValue.From("m"))]);
        var statistics = new TraceStatistics([StatisticsProperty.Model], slowestCount: 0);

        statistics.Add(Trace("1"), TraceAssembler.Assemble(
            new Trace { Reference = new TraceReference("made", "1"), Name = "made" },
            [
                new Span { Id = "1", Name = "agent", Type = SpanType.Agent, Attributes = conventions },
                new Span { Id = "2", ParentId = "1", Name = "call", Type = SpanType.Generation, Attributes = usage },
                new Span { Id = "3", ParentId = "1", Name = "step", Attributes = conventions },
                new Span { Id = "4", ParentId = "1", Name = "tool", Type = SpanType.Tool },
            ]));

        Assert.Equal((15, 3), (statistics.Spans!.Usage?.InputTokens, statistics.Spans.Usage?.OutputTokens));
        Assert.Equal(
            [("-", 10L), ("m", 5L)], [.. statistics.Groupings[0].Groups.Select(group => (group.Key, group.Usage!.InputTokens!.Value))]);
    }

    [Fact]
    public void A_turn_s_own_tokens_count_where_none_of_its_spans_has_any()
    {
        var turn = AttributeMap.From([KeyValuePair.Create("made.input_tokens", AttributeValue.From(100)),
            KeyValuePair.Create("made.output_tokens", AttributeValue.From(20))]);
        var call = AttributeMap.From([KeyValuePair.Create("gen_ai.usage.input_tokens", AttributeValue.From(5))]);
        var statistics = new TraceStatistics([StatisticsProperty.Source], slowestCount: 0);

        statistics.Add(Trace("1"), Whole("1", turn, new Span { Id = "1", Name = "step" }));
        statistics.Add(Trace("2"), Whole("2", turn, new Span { Id = "1", Name = "call", Type = SpanType.Generation, Attributes = call }));

        Assert.Equal((105, 20), (statistics.Spans!.Usage?.InputTokens, statistics.Spans.Usage?.OutputTokens));
        var group = Assert.Single(statistics.Groupings[0].Groups);
        Assert.Equal((2, 105, 20), (group.Count, group.Usage?.InputTokens, group.Usage?.OutputTokens));
    }

    private static Trace Whole(string id, AttributeMap attributes, params Span[] spans) =>
        new() { Reference = new TraceReference("made", id), Name = "made", Attributes = attributes, Spans = [.. spans] };

    private static TraceStatistics Of(params TraceSummary[] traces)
    {
        var statistics = new TraceStatistics([], slowestCount: 3);
        foreach (var trace in traces)
            statistics.Add(trace);
        return statistics;
    }

    private static TraceSummary Trace(string id) => new() { Reference = new TraceReference("made", id), Name = "made" };
}
