namespace TraceClient.Tool.Tests.References;

public sealed class ShortReferenceTests
{
    private static readonly string[] Sources = ["calyptia", "kubiya", "galtea"];

    [Theory]
    [InlineData("kubiya:1994be2ff9dd4ed089585b9861dbecae", "kub:1994be2")]
    [InlineData("galtea:inferenceResult_5c7c2cf58601e124c38a262a", "gal:5c7c2cf")]
    [InlineData("calyptia:0415166b-1775-457b-80b7-cb9dfb0b8438/trace.3/34692b09-f4f2-4ade-8250-5e47c9d49f5a", "cal:34692b0")]
    [InlineData("calyptia:0415166b-1775-457b-80b7-cb9dfb0b8438/trace.3", "cal:trace.3")]
    [InlineData("kubiya:1", "kub:1")]
    [InlineData("kubiya:日本語の名前です", "kubiya:日本語の名前です")]
    public void Every_source_has_short_references(string reference, string expected) =>
        Assert.Equal(expected, new ShortReferences(Sources).Of(TraceReference.Parse(reference)));

    [Fact]
    public void A_second_reference_that_begins_alike_is_longer_and_both_are_found_by_what_was_displayed()
    {
        TraceReference[] all = [new("kubiya", "1234567aaa"), new("kubiya", "1234567abb"), new("kubiya", "1234567")];
        var references = new ShortReferences(Sources);

        string[] shown = [.. all.Select(references.Of)];

        Assert.Equal(["kub:1234567", "kub:1234567a", "kubiya:1234567"], shown);
        Assert.Equal(all[0], Assert.Single(ShortReferences.Match("kubiya", "1234567", all[..2])));
        Assert.Equal(all[1], Assert.Single(ShortReferences.Match("kubiya", "1234567a", all)));
        Assert.Equal(all[2], Assert.Single(ShortReferences.Match("kubiya", "1234567", all)));
        Assert.Equal(3, ShortReferences.Match("kubiya", "1234", all).Count);
    }

    [Fact]
    public void Sources_that_begin_alike_keep_as_many_characters_as_it_takes()
    {
        var references = new ShortReferences(["my-agent", "my-app", "my"]);

        Assert.Equal("my-ag:1", references.Of(new TraceReference("my-agent", "1")));
        Assert.Equal("my-ap:1", references.Of(new TraceReference("my-app", "1")));
        Assert.Equal("my:1", references.Of(new TraceReference("my", "1")));
    }
}
