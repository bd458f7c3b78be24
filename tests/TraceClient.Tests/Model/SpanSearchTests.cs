namespace TraceClient.Tests.Model;

public sealed class SpanSearchTests
{
    private static readonly Trace Header = new() { Reference = new TraceReference("kubiya", "t"), Name = "trace" };

    [Fact]
    public void A_span_is_found_by_its_id_wherever_it_stands()
    {
        var trace = TraceAssembler.Assemble(Header, [Make("a", null), Make("b", "a"), Make("c", "b")]);

        Assert.Equal("c", Assert.Single(trace.FindSpan("b")!.Children).Id);
        Assert.Null(trace.FindSpan("B"));
        Assert.Throws<ArgumentNullException>(() => trace.FindSpan(null!));
    }

    [Fact]
    public void Descendants_are_all_spans_below_each_before_its_own()
    {
        var trace = TraceAssembler.Assemble(
            Header, [Make("a", null), Make("b", "a"), Make("b1", "b"), Make("b2", "b"), Make("c", "a"), Make("c1", "c"), Make("z", null)]);

        Assert.Equal(["b", "b1", "b2", "c", "c1"], trace.FindSpan("a")!.Descendants().Select(span => span.Id));
        Assert.Empty(trace.FindSpan("z")!.Descendants());
    }

    [Fact]
    public void A_chain_of_100_000_spans_has_99_999_descendants()
    {
        var trace = TraceAssembler.Assemble(Header, Enumerable.Range(0, 100_000).Select(i => Make($"s{i}", i == 0 ? null : $"s{i - 1}")));

        Assert.Equal(Enumerable.Range(1, 99_999).Select(i => $"s{i}"), Assert.Single(trace.Roots).Descendants().Select(span => span.Id));
    }

    private static Span Make(string id, string? parent) => new() { Id = id, ParentId = parent, Name = id };
}
