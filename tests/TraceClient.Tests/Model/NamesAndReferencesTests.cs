namespace TraceClient.Tests.Model;

public sealed class NamesAndReferencesTests
{
    [Fact]
    public void A_known_span_type_is_recognised_in_any_case()
    {
        Assert.Equal(SpanType.Tool, new SpanType("TOOL"));
        Assert.Equal("Tool", new SpanType("tool").Value);
        Assert.Equal(SpanType.Span, default);
    }

    [Fact]
    public void An_unknown_span_type_survives_as_it_came()
    {
        var type = new SpanType("Reranker-v2");

        Assert.Equal("Reranker-v2", type.ToString());
        Assert.True(type == new SpanType("reranker-V2") && type != SpanType.Tool);
        Assert.Equal(type.GetHashCode(), new SpanType("RERANKER-V2").GetHashCode());
    }

    [Fact]
    public void Each_known_span_type_has_the_name_of_its_member()
    {
        var members = typeof(SpanType).GetProperties().Where(member => member.PropertyType == typeof(SpanType)).ToList();

        Assert.Equal(18, members.Count);
        Assert.All(members, member =>
        {
            Assert.Equal(member.Name, ((SpanType)member.GetValue(null)!).Value);
            Assert.Equal(member.Name, new SpanType(member.Name.ToUpperInvariant()).Value);
        });
        Assert.Throws<ArgumentException>(() => new SpanType(" "));
        Assert.Equal("Span", default(SpanType).ToString());
    }

    [Theory]
    [InlineData("kubiya:4bf92f3577b34da6a3ce929d0e0e4736", "kubiya", "4bf92f3577b34da6a3ce929d0e0e4736")]
    [InlineData("calyptia:0b6f/trace.5/9d1c", "calyptia", "0b6f/trace.5/9d1c")]
    [InlineData("my-source2:a:b", "my-source2", "a:b")]
    public void A_reference_reads_back_from_its_text(string text, string source, string id)
    {
        var reference = TraceReference.Parse(text);

        Assert.Equal(new TraceReference(source, id), reference);
        Assert.Equal(text, reference.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("kubiya")]
    [InlineData("kubiya:")]
    [InlineData(":x")]
    [InlineData("Kubiya:x")]
    [InlineData("ku biya:x")]
    [InlineData("kubiya:a\nb")]
    public void What_is_no_reference_is_refused(string? text) => Assert.False(TraceReference.TryParse(text, out _));

    [Fact]
    public void The_error_for_a_bad_reference_shows_how_one_looks() =>
        Assert.Contains(
            "kubiya:4bf9", Assert.Throws<FormatException>(() => TraceReference.Parse("nonsense")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_reference_with_bad_parts_cannot_be_made()
    {
        Assert.Throws<ArgumentException>(() => new TraceReference("Not A Source", "x"));
        Assert.Throws<ArgumentException>(() => new TraceReference("kubiya", " "));
    }

    [Fact]
    public void Texts_of_the_model_show_no_bodies_and_attributes()
    {
        var secret = JsonPayload.FromString("someone@example.com");
        var record = new Record
        {
            Kind = RecordKind.Log,
            Name = "line",
            Body = secret,
            Attributes = AttributeMap.Empty.With("mail", "someone@example.com")
        };
        var span = new Span
        {
            Id = "s1",
            Name = "step",
            Records = [record],
            Attributes = record.Attributes,
            Links = [new SpanLink("t", "s") { Attributes = record.Attributes }]
        };
        var reference = new TraceReference("galtea", "ir_1");
        var trace = new Trace { Reference = reference, Name = "turn", Spans = [span], Attributes = record.Attributes };
        var summary = new TraceSummary { Reference = reference, Name = "turn", Attributes = record.Attributes };

        Assert.DoesNotContain("example.com", $"{record} {span} {span.Links[0]} {trace} {summary}", StringComparison.Ordinal);
        Assert.Equal("galtea:ir_1 turn (1 spans)", trace.ToString());
        Assert.Equal("galtea:ir_1 turn", summary.ToString());
        Assert.Equal("Span step (s1)", span.ToString());
        Assert.Equal("t/s", span.Links[0].ToString());
        Assert.Equal("Log line", record.ToString());
        Assert.Equal("Log line 1970-01-01T00:00:00Z", (record with { Timestamp = default(TraceTimestamp) }).ToString());
        Assert.Equal("As it was.", new TraceWarning("of-my-own", "As it was.").ToString());
    }

    [Theory]
    [InlineData("someone@example.com", "Log …")]
    [InlineData("someone%40example.com", "Log …")]
    [InlineData("100 %", "Log 100 %")]
    [InlineData(null, "Log")]
    public void A_name_that_may_be_an_address_is_not_shown(string? name, string text) =>
        Assert.Equal(text, new Record { Kind = RecordKind.Log, Name = name }.ToString());

    [Fact]
    public void A_duration_is_what_the_source_says_and_else_what_the_times_say()
    {
        var reference = new TraceReference("galtea", "ir_1");
        var trace = new Trace { Reference = reference, Name = "turn", StartTime = new(100), EndTime = new(500) };
        var summary = new TraceSummary { Reference = reference, Name = "turn", StartTime = new(100), EndTime = new(500) };
        var span = new Span { Id = "s1", Name = "step", StartTime = new(100), EndTime = new(500) };
        var (stated, between) = (TimeSpan.FromTicks(9), TimeSpan.FromTicks(4));

        Assert.Equal([between, between, between], new[] { trace.Duration, summary.Duration, span.Duration });
        Assert.Equal(
            (stated, stated, stated),
            ((trace with { Duration = stated }).Duration,
                (summary with { Duration = stated }).Duration,
                (span with { Duration = stated }).Duration));
        Assert.Null((span with { StartTime = null }).Duration);
        Assert.Equal(("galtea", "ir_1", "galtea", "ir_1"), (trace.Source, trace.Id, summary.Source, summary.Id));
    }
}
