using static TraceClient.Analysis.Tests.RandomTrace;

namespace TraceClient.Analysis.Tests;

public sealed class CriticalPathTests
{
    [Fact]
    public void The_path_is_in_the_child_that_ended_last_and_in_the_parent_where_no_child_had_ended()
    {
        var trace = Of(
            Span("root", null, 0, 10), Span("a", "root", 1, 3), Span("b", "root", 2, 8), Span("b1", "b", 4, 5), Span("c", "root", 9, 9.5));

        Assert.Equal(
            [("root", 0, 2), ("b", 2, 4), ("b1", 4, 5), ("b", 5, 8), ("root", 8, 9), ("c", 9, 9.5), ("root", 9.5, 10)],
            PathOf(trace));
    }

    [Fact]
    public void Children_one_after_another_are_all_on_the_path() => Assert.Equal(
        [("a", 0, 4), ("b", 4, 10)],
        PathOf(Of(Span("root", null, 0, 10), Span("a", "root", 0, 4), Span("b", "root", 4, 10))));

    [Fact]
    public void A_child_counts_as_long_as_its_parent() => Assert.Equal(
        [("root", 2, 3), ("late", 3, 5)],
        PathOf(Of(Span("root", null, 2, 5), Span("late", "root", 3, 9), Span("after", "root", 6, 7), Span("before", "root", 0, 1))));

    [Fact]
    public void No_span_is_on_the_path_between_two_roots() => Assert.Equal(
        [("a", 0, 1), ("b", 3, 4)], PathOf(Of(Span("a", null, 0, 1), Span("b", null, 3, 4))));

    [Fact]
    public void A_span_that_runs_counts_to_the_end_of_its_last_descendant() => Assert.Equal(
        [("root", 0, 1), ("child", 1, 3)], PathOf(Of(Span("root", null, 0), Span("child", "root", 1, 3))));

    [Fact]
    public void A_span_without_a_time_counts_as_long_as_its_descendants() => Assert.Equal(
        [("a", 1, 2), ("root", 2, 3), ("b", 3, 4)],
        PathOf(Of(Span("root"), Span("a", "root", 1, 2), Span("b", "root", 3, 4))));

    [Fact]
    public void A_trace_without_times_has_no_path() => Assert.Empty(Of(Span("root"), Span("child", "root")).CriticalPath());

    [Fact]
    public void A_chain_may_be_a_hundred_thousand_spans_deep()
    {
        var trace = Of(Enumerable.Range(0, 100_000)
            .Select(i => Span($"{i}", i == 0 ? null : $"{i - 1}", i / 1000.0, 200 - (i / 1000.0))));

        Assert.Equal(TimeSpan.FromSeconds(200), Sum(trace.CriticalPath()));
    }

    [Fact]
    public void The_parts_of_any_path_follow_each_other_and_lie_within_their_spans_and_the_trace()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var trace = Of(seed);
            var path = trace.CriticalPath();

            Assert.All(path, part => Assert.True(part.StartTime < part.EndTime));
            Assert.All(path.Zip(path.Skip(1)), pair => Assert.True(pair.First.EndTime <= pair.Second.StartTime));
            Assert.All(path, part => Assert.Contains(part.Span, trace.Spans));
            if (path.Count > 0 && trace.EndTime - trace.StartTime is { } whole)
                Assert.True(Sum(path) <= whole + Overhang(trace), $"seed {seed}");
        }
    }

    [Fact]
    public void The_path_of_spans_within_their_parents_covers_the_trace()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var trace = Of(seed, isTidy: true);

            Assert.Equal(trace.Duration, Sum(trace.CriticalPath()));
        }
    }

    // A start with a duration can end after the last end that a span states.
    private static TimeSpan Overhang(Trace trace) => TimeSpan.FromTicks(
        trace.Spans.Max(span => span.EndTime is null || span.StartTime is null ? Math.Abs(span.Duration?.Ticks ?? 0) : 0));

    private static TimeSpan Sum(IEnumerable<CriticalPathSegment> path) => path.Aggregate(TimeSpan.Zero, (sum, part) => sum + part.Duration);

    private static IEnumerable<(string Id, double Start, double End)> PathOf(Trace trace) =>
        trace.CriticalPath().Select(part => (part.Span.Id, Seconds(part.StartTime), Seconds(part.EndTime)));

    private static double Seconds(TraceTimestamp time) => (time - At(0)!.Value).TotalSeconds;
}
