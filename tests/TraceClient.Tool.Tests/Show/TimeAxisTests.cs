namespace TraceClient.Tool.Tests.Show;

public sealed class TimeAxisTests
{
    [Fact]
    public void All_spans_share_the_axis_from_the_first_start_to_the_last_end()
    {
        Span[] spans = [Spans.Of("a", null, 1, 3), Spans.Of("b", null, 3, 5)];
        var axis = TimeAxis.Of(spans)!;

        Assert.Equal(TimeSpan.FromSeconds(4), axis.Length);
        Assert.Equal("████", axis.BarOf(spans[0], cells: 8));
        Assert.Equal("    ████", axis.BarOf(spans[1], cells: 8));
    }

    [Fact]
    public void A_span_without_an_end_or_a_start_is_a_tick_and_one_without_both_is_nothing()
    {
        Span[] spans = [Spans.Of("all", null, 0, 8), Spans.Of("started", null, start: 2), Spans.Of("ended", null, end: 4),
            Spans.Of("moment", null, 6, 6), Spans.Of("never")];
        var axis = TimeAxis.Of(spans)!;

        Assert.Equal(["████████", "  ╵", "    ╵", "      ╵", ""], [.. spans.Select(span => axis.BarOf(span, cells: 8))]);
    }

    [Fact]
    public void A_duration_that_the_source_says_makes_the_bar_where_the_end_lacks()
    {
        var span = Spans.Of("a", null, 0) with { Duration = TimeSpan.FromSeconds(2) };
        var axis = TimeAxis.Of([span, Spans.Of("b", null, 2, 4)])!;

        Assert.Equal("██", axis.BarOf(span, cells: 4));
    }

    [Fact]
    public void Without_any_time_there_is_no_axis() => Assert.Null(TimeAxis.Of([Spans.Of("a")]));

    [Fact]
    public void The_largest_duration_is_supported()
    {
        Span[] spans = [Spans.Of("a") with { StartTime = new TraceTimestamp(long.MinValue), EndTime = new TraceTimestamp(long.MaxValue) }];

        Assert.Equal("████", TimeAxis.Of(spans)!.BarOf(spans[0], cells: 4));
    }
}
