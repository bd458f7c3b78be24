using static TraceClient.Analysis.Tests.RandomTrace;

namespace TraceClient.Analysis.Tests;

public sealed class TraceComparisonTests
{
    private static readonly Trace Baseline = Of(
        Span("1", null, 0, 10, "run"), Span("2", "1", 1, 2, "plan"), Span("3", "1", 3, 4, "search", SpanType.Tool),
        Span("4", "1", 5, 6, "write"));

    [Fact]
    public void A_trace_does_not_differ_from_itself()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var trace = Of(seed);
            var comparison = TraceComparison.Compare(trace, trace);

            Assert.True(comparison.AreEqual);
            Assert.Equal(trace.Spans.Count, comparison.Spans.Count);
        }
    }

    [Fact]
    public void Swapped_sides_give_the_same_differences_the_other_way_round()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var (one, other) = (Of(seed), Of(seed * 31 + 1));
            var comparison = TraceComparison.Compare(one, other);
            var swapped = TraceComparison.Compare(other, one);

            Assert.Equal(Sorted(comparison.Spans.Select(TextOf)), Sorted(swapped.Spans.Select(span => TextOf(Swap(span)))));
            Assert.Equal(comparison.Differences, swapped.Differences.Select(Swap));
        }
    }

    [Fact]
    public void Every_span_of_both_sides_is_there_once()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var (one, other) = (Of(seed), Of(seed + 1000));
            var spans = TraceComparison.Compare(one, other).Spans;

            Assert.Equal(Sorted(one.Spans.Select(span => span.Id)), Sorted(spans.Select(span => span.Baseline?.Id).OfType<string>()));
            Assert.Equal(Sorted(other.Spans.Select(span => span.Id)), Sorted(spans.Select(span => span.Other?.Id).OfType<string>()));
            Assert.All(spans, span => Assert.True(
                span.Baseline is null || span.Other is null
                || (span.Baseline.Name == span.Other.Name && span.Baseline.Type == span.Other.Type)));
        }
    }

    [Fact]
    public void An_added_and_a_removed_span_stand_at_their_place()
    {
        var other = Of(
            Span("1", null, 0, 10, "run"), Span("2", "1", 1, 2, "plan"), Span("3", "1", 3, 4, "fetch"), Span("4", "1", 5, 6, "write"));

        Assert.Equal(
            [("run", SpanChange.None, 0), ("plan", SpanChange.None, 1), ("search", SpanChange.Removed, 1), ("fetch", SpanChange.Added, 1),
                ("write", SpanChange.None, 1)],
            ChangesOf(TraceComparison.Compare(Baseline, other)));
    }

    [Fact]
    public void A_span_under_another_parent_or_in_another_order_is_moved()
    {
        var nested = Of(
            Span("1", null, 0, 10, "run"), Span("2", "1", 1, 2, "plan"), Span("4", "1", 3, 9, "write"),
            Span("3", "4", 3, 4, "search", SpanType.Tool));

        Assert.Contains(("search", SpanChange.Moved, 2), ChangesOf(TraceComparison.Compare(Baseline, nested)));

        var reordered = Of(
            Span("1", null, 0, 10, "run"), Span("2", "1", 7, 8, "plan"), Span("3", "1", 3, 4, "search", SpanType.Tool),
            Span("4", "1", 5, 6, "write"));

        Assert.Equal(
            [("run", SpanChange.None, 0), ("search", SpanChange.None, 1), ("write", SpanChange.None, 1), ("plan", SpanChange.Moved, 1)],
            ChangesOf(TraceComparison.Compare(Baseline, reordered)));
    }

    [Fact]
    public void Spans_that_start_at_one_time_are_not_moved_by_other_ids()
    {
        static Trace WithIds(string first, string second) => Of(
            Span("1", null, 0, 10, "run"), Span(first, "1", 1, 2, "weather", SpanType.Tool),
            Span(second, "1", 1, 2, "mail", SpanType.Tool));
        var (one, other) = (WithIds("a", "b"), WithIds("b", "a"));

        Assert.True(TraceComparison.Compare(one, other).AreEqual);
        Assert.True(TraceComparison.Compare(other, one).AreEqual);
    }

    [Fact]
    public void What_is_below_a_moved_span_moves_with_it()
    {
        var one = Of(Span("a", name: "a"), Span("b", "a", name: "b"), Span("c", "b", name: "c"));
        var other = Of(Span("a", name: "a"), Span("x", "a", name: "x"), Span("b", "x", name: "b"), Span("c", "b", name: "c"));

        Assert.Equal(
            [("a", SpanChange.None, 0), ("x", SpanChange.Added, 1), ("b", SpanChange.Moved, 2), ("c", SpanChange.None, 3)],
            ChangesOf(TraceComparison.Compare(one, other)));
    }

    [Fact]
    public void Durations_differ_beyond_a_fifth_and_a_millisecond()
    {
        Assert.Empty(Differences(Span("a", null, 0, 1), Span("a", null, 0, 1.25)));
        Assert.Equal(new TraceDifference("duration", "00:00:01", "00:00:01.2600000"),
            Assert.Single(Differences(Span("a", null, 0, 1), Span("a", null, 0, 1.26))));
        Assert.Empty(Differences(Span("a", null, 0, 0.0001), Span("a", null, 0, 0.001)));
        Assert.Equal("duration", Assert.Single(Differences(Span("a", null, 0), Span("a", null, 0, 1))).Property);
        Assert.Empty(Differences(Span("a", null, 0, 1), Span("a", null, 0, 9), new() { DurationTolerance = 0.9 }));
    }

    [Fact]
    public void Models_tokens_arguments_inputs_and_outputs_are_compared()
    {
        var one = Call("big", 100, """{"id":1}""", "in", "out");
        var other = Call("small", 106, """{"id":2}""", "in 2", "out 2");

        Assert.Equal(
            ["inputTokens", "model", "arguments", "input", "output"], Differences(one, other).Select(difference => difference.Property));
        Assert.Equal(
            ["inputTokens", "model"], Differences(one, other, new() { CompareContent = false }).Select(difference => difference.Property));
        Assert.Empty(Differences(one, Call("big", 105, """{"id":1}""", "in", "out")));
    }

    [Fact]
    public void The_traces_differ_in_status_tokens_costs_and_the_order_of_tool_calls()
    {
        var one = Of(Span("1", null, 0, 1, "a", SpanType.Tool), Span("2", null, 2, 3, "b", SpanType.Tool));
        var other = Of(
            Span("1", null, 2, 3, "a", SpanType.Tool) with { Attributes = Cost(0.5) }, Span("2", null, 0, 1, "b", SpanType.Tool));

        Assert.Equal(
            [new("cost", null, "0.5"), new("toolCalls", "a, b", "b, a")], TraceComparison.Compare(one, other).Differences);
        Assert.Equal("status", Assert.Single(TraceComparison.Compare(one, one with { Status = TraceStatus.Error }).Differences).Property);
    }

    [Fact]
    public void Many_siblings_are_aligned_too()
    {
        var one = Of(Enumerable.Range(0, 5000).Select(i => Span($"{i}", null, i, i + 1, $"{(i * 7919) % 3000}")));
        var other = Of(Enumerable.Range(3, 5000).Select(i => Span($"{i}", null, i, i + 1, $"{(i * 7919) % 3000}")));

        var spans = TraceComparison.Compare(one, other).Spans;

        Assert.Equal(
            (3, 3), (spans.Count(span => span.Change == SpanChange.Added), spans.Count(span => span.Change == SpanChange.Removed)));
    }

    [Fact]
    public void Properties_show_no_values()
    {
        var difference = new TraceDifference("input", "secret", null);

        Assert.Equal("input", difference.ToString());
    }

    private static IReadOnlyList<TraceDifference> Differences(Span one, Span other, TraceComparisonOptions? options = null) =>
        Assert.Single(TraceComparison.Compare(Of(one), Of(other with { Name = one.Name }), options).Spans).Differences;

    private static Span Call(string model, long tokens, string arguments, string input, string output) =>
        Span("a", type: SpanType.Tool) with
        {
            Attributes = AttributeMap.From(
            [
                new("gen_ai.request.model", model), new("gen_ai.usage.input_tokens", tokens), new("gen_ai.tool.call.arguments", arguments),
            ]),
            Records =
            [
                new() { Kind = RecordKind.Input, Body = JsonPayload.FromString(input) },
                new() { Kind = RecordKind.Output, Body = JsonPayload.FromString(output) },
            ],
        };

    private static AttributeMap Cost(double amount) => AttributeMap.From([new("gen_ai.usage.cost", amount)]);

    private static IEnumerable<(string Name, SpanChange Change, int Depth)> ChangesOf(TraceComparison comparison) =>
        comparison.Spans.Select(span => (span.Span.Name, span.Change, span.Depth));

    private static SpanComparison Swap(SpanComparison span) => span with
    {
        Baseline = span.Other,
        Other = span.Baseline,
        Change = span.Change switch
        {
            SpanChange.Added => SpanChange.Removed,
            SpanChange.Removed => SpanChange.Added,
            var change => change,
        },
        Differences = [.. span.Differences.Select(Swap)],
    };

    private static TraceDifference Swap(TraceDifference difference) => new(difference.Property, difference.Other, difference.Baseline);

    private static string TextOf(SpanComparison span) =>
        $"{span.Baseline?.Id} {span.Other?.Id} {span.Change} "
            + $"{string.Join(';', span.Differences.Select(one => $"{one.Property} {one.Baseline} {one.Other}"))}";

    private static string[] Sorted(IEnumerable<string> texts) => [.. texts.Order(StringComparer.Ordinal)];
}
