namespace TraceClient.Tool.Tests.Show;

public sealed class SpanTreeTests
{
    [Fact]
    public void Lines_lead_from_each_span_to_its_children()
    {
        var trace = Spans.Trace(
            Spans.Of("root", null, 0), Spans.Of("a", "root", 1), Spans.Of("a1", "a", 2), Spans.Of("a2", "a", 3), Spans.Of("b", "root", 4),
            Spans.Of("b1", "b", 5));

        Assert.Equal(["root", "├╴a", "│ ├╴a1", "│ └╴a2", "└╴b", "  └╴b1"], RowsOf(trace));
    }

    [Fact]
    public void Details_below_a_span_keep_the_lines_to_the_following_spans()
    {
        var trace = Spans.Trace(Spans.Of("root", null, 0), Spans.Of("a", "root", 1), Spans.Of("a1", "a", 2), Spans.Of("b", "root", 3));

        Assert.Equal(
            ["│ ", "│ │ ", "│     ", "    "], [.. new SpanTree(SpanSelection.Of(trace), levels: 8).Rows().Select(row => row.Below)]);
    }

    [Fact]
    public void Several_roots_stand_side_by_side()
    {
        var trace = Spans.Trace(Spans.Of("one", null, 0), Spans.Of("two", null, 1), Spans.Of("two1", "two", 2));

        Assert.Equal(["one", "two", "└╴two1"], RowsOf(trace));
    }

    [Fact]
    public void A_chain_of_10000_spans_stays_as_narrow_as_it_may_be()
    {
        var trace = Spans.Trace(Enumerable.Range(0, 10_000).Select(i => Spans.Of($"s{i}", i == 0 ? null : $"s{i - 1}", i)));

        var rows = new SpanTree(SpanSelection.Of(trace), levels: 6).Rows().ToList();

        Assert.Equal(10_000, rows.Count);
        Assert.Equal("          └╴", rows[6].Branch);
        Assert.Equal("       9999 ", rows[^1].Branch);
        Assert.All(rows, row => Assert.InRange(row.Branch.Length, 0, 12));
    }

    [Fact]
    public void Only_failing_spans_and_their_ancestors_are_left_of_the_tree()
    {
        var trace = Spans.Trace(
            Spans.Of("root", null, 0),
            Spans.Of("a", "root", 1),
            Spans.Of("a1", "a", 2, status: SpanStatus.Error),
            Spans.Of("a2", "a", 3),
            Spans.Of("b", "root", 4));

        Assert.Equal(["root", "└╴a", "  └╴a1"], RowsOf(trace, errorsOnly: true));
    }

    [Fact]
    public void A_subtree_begins_at_the_selected_span()
    {
        var trace = Spans.Trace(Spans.Of("root", null, 0), Spans.Of("a", "root", 1), Spans.Of("a1", "a", 2), Spans.Of("b", "root", 4));

        Assert.Equal(["a", "└╴a1"], RowsOf(trace, span: "a"));
    }

    [Fact]
    public void An_unknown_span_is_not_found() =>
        Assert.Throws<TraceNotFoundException>(() => SpanSelection.Of(Spans.Trace(Spans.Of("root")), "other"));

    [Fact]
    public void A_name_that_several_spans_have_says_nothing()
    {
        var trace = Spans.Trace(Spans.Of("1") with { Name = "same" }, Spans.Of("2") with { Name = "same" });

        var exception = Assert.Throws<UsageException>(() => SpanSelection.Of(trace, "same"));

        Assert.Contains("1, 2", exception.Hint, StringComparison.Ordinal);
    }

    private static string[] RowsOf(Trace trace, string? span = null, bool errorsOnly = false) =>
        [.. new SpanTree(SpanSelection.Of(trace, span, errorsOnly), levels: 8).Rows().Select(row => row.Branch + row.Span.Name)];
}
