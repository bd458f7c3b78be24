using static TraceClient.Analysis.Tests.RandomTrace;

namespace TraceClient.Analysis.Tests;

public sealed class SelfTimeTests
{
    [Fact]
    public void Time_that_children_share_counts_once()
    {
        var trace = Of(Span("root", null, 0, 10), Span("a", "root", 1, 4), Span("b", "root", 3, 6), Span("c", "root", 9, 12));

        Assert.Equal(TimeSpan.FromSeconds(4), trace.FindSpan("root")!.SelfTime);
        Assert.Equal(TimeSpan.FromSeconds(3), trace.FindSpan("a")!.SelfTime);
    }

    [Fact]
    public void A_span_without_a_time_has_no_self_time() => Assert.Null(Span("a").SelfTime);

    [Fact]
    public void Self_times_of_spans_one_after_another_sum_to_the_time_that_they_cover()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var trace = Of(seed, isTidy: true);

            Assert.Equal(trace.Duration, TimeSpan.FromTicks(trace.SelfTimes().Sum(one => one.SelfTime.Ticks)));
        }
    }

    [Fact]
    public void The_self_time_of_any_span_is_within_its_time_and_is_the_same_for_the_span_and_for_the_trace()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            foreach (var (span, time) in Of(seed).SelfTimes())
            {
                Assert.True(time >= TimeSpan.Zero);
                Assert.Equal(span.SelfTime, time);
                if (span.EndTime - span.StartTime is { } whole && whole > TimeSpan.Zero)
                    Assert.True(time <= whole);
            }
        }
    }

    [Fact]
    public void Gaps_are_the_times_between_steps_the_longest_first()
    {
        var trace = Of(
            Span("root", null, 0, 20), Span("a", "root", 1, 4), Span("b", "root", 2, 9), Span("c", "root", 10, 11),
            Span("d", "root", 15, 16));

        Assert.Equal(
            [("root", "c", "d", 4), ("root", "b", "c", 1)],
            trace.FindGaps().Select(gap => (gap.Parent!.Id, gap.Before.Id, gap.After.Id, (int)gap.Duration.TotalSeconds)));
        Assert.Equal("c", Assert.Single(trace.FindGaps(TimeSpan.FromSeconds(2))).Before.Id);
    }

    [Fact]
    public void Between_roots_is_a_gap_without_a_parent()
    {
        var gap = Assert.Single(Of(Span("a", null, 0, 1), Span("b", null, 3, 4)).FindGaps());

        Assert.Equal((null, "a", "b"), (gap.Parent, gap.Before.Id, gap.After.Id));
    }

    [Fact]
    public void Times_at_both_ends_of_the_clock_do_not_overflow()
    {
        var span = new Span { Id = "1", Name = "1", StartTime = new(long.MinValue), EndTime = new(long.MaxValue) };

        Assert.Equal(span.Duration, span.SelfTime);
    }
}
