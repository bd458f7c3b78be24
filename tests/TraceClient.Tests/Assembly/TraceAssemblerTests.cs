using FsCheck;
using FsCheck.Fluent;

namespace TraceClient.Tests.Assembly;

public sealed class TraceAssemblerTests
{
    private static readonly Trace Header = new() { Reference = new TraceReference("kubiya", "t"), Name = "trace" };

    [Fact]
    public void Children_stand_under_their_parents_by_start_then_id()
    {
        var trace = TraceAssembler.Assemble(Header, [Make("c", "a", 3), Make("b2", "a", 2), Make("b1", "a", 2), Make("a", null, 1)]);

        Assert.Equal(["a", "b1", "b2", "c"], trace.Spans.Select(span => span.Id));
        Assert.Equal(["b1", "b2", "c"], Assert.Single(trace.Roots).Children.Select(span => span.Id));
        Assert.Empty(trace.Warnings);
    }

    [Fact]
    public void Times_come_from_the_spans_where_the_header_has_none()
    {
        var trace = TraceAssembler.Assemble(Header, [Make("a", null, 5) with { EndTime = new(9) },
            Make("b", null, 2) with { EndTime = new(3) }, new Span { Id = "c", Name = "c" }]);

        Assert.Equal(new TraceTimestamp(2), trace.StartTime);
        Assert.Equal(new TraceTimestamp(9), trace.EndTime);
    }

    [Fact]
    public void The_times_of_the_header_count_where_it_has_them()
    {
        var header = Header with { StartTime = new(1), EndTime = new(20) };

        var trace = TraceAssembler.Assemble(header, [Make("a", null, 5) with { EndTime = new(9) }]);

        Assert.Equal((new TraceTimestamp(1), new TraceTimestamp(20)), (trace.StartTime, trace.EndTime));
    }

    [Fact]
    public void Spans_are_ordered_by_their_start_and_by_their_end_only_where_the_start_is_unknown()
    {
        var trace = TraceAssembler.Assemble(
            Header,
            [
                new Span { Id = "a", Name = "never" },
                new Span { Id = "b", Name = "ended", EndTime = new(5) },
                Make("c", null, 3) with { EndTime = new(90) },
                Make("d", null, 7) with { EndTime = new(8) },
            ]);

        Assert.Equal(["c", "b", "d", "a"], trace.Spans.Select(span => span.Id));
    }

    [Fact]
    public void A_header_and_spans_are_required()
    {
        Assert.Throws<ArgumentNullException>("header", () => TraceAssembler.Assemble(null!, []));
        Assert.Throws<ArgumentNullException>("spans", () => TraceAssembler.Assemble(Header, null!));
    }

    [Fact]
    public void A_span_that_the_assembly_adds_nothing_to_is_the_given_one()
    {
        var given = Make("a", null, 1);

        Assert.Same(given, Assert.Single(TraceAssembler.Assemble(Header, [given]).Spans));
    }

    [Fact]
    public void Spans_that_are_joined_again_keep_their_order_and_their_warnings()
    {
        var warning = new TraceWarning("of-my-own", "As it was.", "b");
        var header = Header with { Warnings = [warning] };

        var trace = TraceAssembler.Join(
            header, [Make("b", "a", 2) with { Warnings = [warning] }, Make("a", null, 1), Make("o", "gone", 0)]);

        Assert.Equal(["b", "a", "o"], trace.Spans.Select(span => span.Id));
        Assert.Equal(["a", "o"], trace.Roots.Select(span => span.Id));
        Assert.Same(trace.Spans[0], Assert.Single(trace.Roots[0].Children));
        Assert.Equal([warning], trace.Warnings);
        Assert.Equal([1, 0, 0], trace.Spans.Select(span => span.Warnings.Count));
    }

    [Fact]
    public void No_spans_make_a_trace_without_times()
    {
        var trace = TraceAssembler.Assemble(Header, []);

        Assert.Null(trace.StartTime);
        Assert.Null(trace.Duration);
        Assert.Empty(trace.Roots);
    }

    [Fact]
    public void An_equal_span_is_kept_once()
    {
        var trace = TraceAssembler.Assemble(Header, [Make("a", null, 1), Make("a", null, 1), Make("a", null, 1)]);

        Assert.Equal(TraceWarningCodes.RepeatedSpan, Assert.Single(trace.Warnings).Code);
        Assert.Equal("a", Assert.Single(trace.Spans).Id);
    }

    [Fact]
    public void A_span_has_all_of_its_warnings_with_what_they_are_about()
    {
        var given = Make("a", "gone", 10) with { EndTime = new(5), Warnings = [new TraceWarning("of-my-own", "As it was.", "a")] };

        var span = Assert.Single(TraceAssembler.Assemble(Header, [given, given, given]).Spans);

        Assert.Equal(
            [
                ("of-my-own", "As it was."),
                (TraceWarningCodes.RepeatedSpan, "The span came more than once; it is kept once."),
                (TraceWarningCodes.EndBeforeStart, "The span ended at 1970-01-01T00:00:00.000000005Z, before its start; "
                    + "the end is kept as the attribute 'kubiya.end_time'."),
                (TraceWarningCodes.MissingParent, "The parent 'gone' is not part of the trace; the span stands as a root."),
            ],
            span.Warnings.Select(warning => (warning.Code, warning.Message)));
        Assert.All(span.Warnings, warning => Assert.Equal("a", warning.SpanId));
    }

    [Fact]
    public void Of_unequal_spans_with_one_id_the_last_is_kept_and_reported()
    {
        var trace = TraceAssembler.Assemble(Header, [Make("a", null, 1), Make("a", null, 1) with { EndTime = new(2) }]);

        Assert.Equal(new TraceTimestamp(2), Assert.Single(trace.Spans).EndTime);
        Assert.Equal(new TraceWarning(TraceWarningCodes.ConflictingSpan, "Different spans came under this id; the last one is kept.", "a"),
            Assert.Single(trace.Warnings));
    }

    [Fact]
    public void A_span_without_its_parent_stands_as_a_root_and_keeps_the_parents_id()
    {
        var trace = TraceAssembler.Assemble(Header, [Make("a", null, 1), Make("o", "gone", 2)]);

        Assert.Equal(["a", "o"], trace.Roots.Select(span => span.Id));
        Assert.Equal("gone", trace.Roots[1].ParentId);
        Assert.Equal(TraceWarningCodes.MissingParent, Assert.Single(trace.Roots[1].Warnings).Code);
    }

    [Fact]
    public void A_cycle_is_cut_at_its_earliest_span()
    {
        var trace = TraceAssembler.Assemble(Header, [Make("x", "z", 3), Make("y", "x", 1), Make("z", "y", 2), Make("leaf", "x", 9)]);

        var root = Assert.Single(trace.Roots);
        Assert.Equal("y", root.Id);
        Assert.Equal(
            new TraceWarning(TraceWarningCodes.Cycle, "The span is its own ancestor; it stands as a root.", "y"),
            Assert.Single(trace.Warnings));
        Assert.Equal("leaf", root.Children[0].Children[0].Children[0].Id);
    }

    [Fact]
    public void A_span_that_is_its_own_parent_stands_as_a_root() =>
        Assert.Equal("a", Assert.Single(TraceAssembler.Assemble(Header, [Make("a", "a", 1)]).Roots).Id);

    [Fact]
    public void An_end_before_the_start_becomes_an_attribute_and_is_told()
    {
        var span = Assert.Single(TraceAssembler.Assemble(Header, [Make("a", null, 10) with { EndTime = new(5) }]).Spans);

        Assert.Null(span.EndTime);
        Assert.Equal("1970-01-01T00:00:00.000000005Z", span.Attributes.GetString("kubiya.end_time"));
        Assert.Contains("1970-01-01T00:00:00.000000005Z", Assert.Single(span.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_span_that_ends_when_it_starts_keeps_its_end()
    {
        var trace = TraceAssembler.Assemble(Header, [Make("a", null, 10) with { EndTime = new(10) }]);

        Assert.Equal(new TraceTimestamp(10), Assert.Single(trace.Spans).EndTime);
        Assert.Empty(trace.Warnings);
    }

    [Fact]
    public void An_end_before_the_start_hides_no_attribute()
    {
        var given = Make("a", null, 10) with { EndTime = new(5), Attributes = AttributeMap.Empty.With("kubiya.end_time", "soon") };

        var attributes = Assert.Single(TraceAssembler.Assemble(Header, [given]).Spans).Attributes;

        Assert.Equal(("soon", "1970-01-01T00:00:00.000000005Z"),
            (attributes.GetString("kubiya.end_time"), attributes.GetString("kubiya.row.end_time")));
    }

    [Fact]
    public void A_source_can_give_its_own_order()
    {
        var byIdDescending = Comparer<Span>.Create((x, y) => string.CompareOrdinal(y.Id, x.Id));

        var trace = TraceAssembler.Assemble(Header, [Make("a", null, 1), Make("b", null, 2)], byIdDescending);

        Assert.Equal(["b", "a"], trace.Roots.Select(span => span.Id));
    }

    [Fact]
    public void A_chain_of_100_000_spans_needs_no_recursion()
    {
        const int Depth = 100_000;
        var spans = Enumerable.Range(0, Depth).Select(i => Make($"s{i}", i == 0 ? null : $"s{i - 1}", i));

        var trace = TraceAssembler.Assemble(Header, spans.Reverse());

        var depth = 0;
        for (var span = Assert.Single(trace.Roots); span is not null; span = span.Children.Count == 0 ? null : span.Children[0])
            depth++;
        Assert.Equal(Depth, depth);
    }

    [Fact]
    public void A_million_spans_are_assembled()
    {
        const int Count = 1_000_000;

        var trace = TraceAssembler.Assemble(
            Header, Enumerable.Range(0, Count).Select(i => Make($"s{i}", i == 0 ? null : $"s{(i - 1) / 10}", i)));

        Assert.Equal(Count, trace.Spans.Count);
        Assert.Equal(10, Assert.Single(trace.Roots).Children.Count);
    }

    [Fact]
    public void Any_list_of_spans_becomes_a_forest_that_holds_each_once()
    {
        Prop.ForAll(AnySpans, spans =>
        {
            var trace = TraceAssembler.Assemble(Header, spans);

            var ids = spans.Select(span => span.Id).ToHashSet(StringComparer.Ordinal);
            Assert.Equal(ids.Count, trace.Spans.Count);
            Assert.Equal(ids, Walk(trace).Select(span => span.Id).ToHashSet(StringComparer.Ordinal));
            Assert.Equal(ids.Count, Walk(trace).Count());
            Assert.All(trace.Spans, span => Assert.False(span.EndTime < span.StartTime));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_order_in_which_distinct_spans_come_does_not_matter()
    {
        Prop.ForAll(AnySpans, spans =>
        {
            Span[] distinct = [.. spans.DistinctBy(span => span.Id)];

            var forward = TraceAssembler.Assemble(Header, distinct);
            var backward = TraceAssembler.Assemble(Header, distinct.Reverse());

            Assert.Equal(forward.Spans.Select(Describe), backward.Spans.Select(Describe));
            Assert.Equal(forward.Roots.Select(span => span.Id), backward.Roots.Select(span => span.Id));
        }).QuickCheckThrowOnFailure();
    }

    private static Arbitrary<Span[]> AnySpans
    {
        get
        {
            var small = Gen.Choose(0, 6);
            var span = from id in small
                       from parent in Gen.Choose(-1, 7)
                       from start in Gen.Choose(-1, 5)
                       from end in Gen.Choose(-1, 5)
                       select new Span
                       {
                           Id = $"s{id}",
                           ParentId = parent < 0 ? null : $"s{parent}",
                           Name = "step",
                           StartTime = start < 0 ? null : new TraceTimestamp(start),
                           EndTime = end < 0 ? null : new TraceTimestamp(end),
                       };
            return span.ArrayOf().ToArbitrary();
        }
    }

    private static IEnumerable<Span> Walk(Trace trace)
    {
        var rest = new Stack<Span>(trace.Roots);
        while (rest.TryPop(out var span))
        {
            yield return span;
            foreach (var child in span.Children)
                rest.Push(child);
        }
    }

    private static string Describe(Span span) =>
        $"{span.Id} {span.StartTime} {span.EndTime} "
            + $"[{string.Join(',', span.Children.Select(child => child.Id))}] [{string.Join(',', span.Warnings)}]";

    private static Span Make(string id, string? parent, long start) =>
        new() { Id = id, ParentId = parent, Name = id, StartTime = new TraceTimestamp(start) };
}
