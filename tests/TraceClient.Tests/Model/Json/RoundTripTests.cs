using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace TraceClient.Tests.Model.Json;

public sealed class RoundTripTests
{
    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    private static readonly JsonSerializerOptions[] Options =
    [
        JsonSerializerOptions.Default,
        JsonSerializerOptions.Web,
        new(JsonSerializerDefaults.Web) { WriteIndented = true },
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseUpper, DictionaryKeyPolicy = JsonNamingPolicy.CamelCase,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping },
        new() { TypeInfoResolver = TraceJson.Resolver },
    ];

    [Fact]
    public void Any_trace_is_read_back_as_it_was_and_written_again_byte_for_byte() => Check(seed =>
    {
        var options = Options[seed % Options.Length];
        var trace = OddTraces.Make(seed);

        var json = JsonSerializer.SerializeToUtf8Bytes(trace, options);
        var again = JsonSerializer.Deserialize<Trace>(json, options)!;

        Assert.Equal(trace, again);
        Assert.Equal(trace.Warnings, again.Warnings);
        Assert.Equal(trace.Spans.Select(span => span.Warnings), again.Spans.Select(span => span.Warnings));
        Assert.Equal(trace.Spans.Select(span => span.Records), again.Spans.Select(span => span.Records));
        Assert.Equal(Tree(trace.Roots), Tree(again.Roots));
        Assert.Equal(json, JsonSerializer.SerializeToUtf8Bytes(again, options));
    });

    [Fact]
    public void Any_summary_is_read_back_as_it_was() => Check(seed => AssertSame(OddTraces.MakeSummary(seed), seed));

    [Fact]
    public void Any_record_is_read_back_as_it_was() => Check(seed => AssertSame(OddTraces.Record(new Random(seed)), seed));

    [Fact]
    public void Any_attributes_are_read_back_as_they_were() => Check(seed => AssertSame(OddTraces.Map(new Random(seed)), seed));

    [Fact]
    public void Any_value_is_read_back_as_it_was() => Check(seed => AssertSame(OddTraces.Value(new Random(seed), depth: 4), seed));

    [Fact]
    public void Order_of_attributes_is_kept() => Check(seed =>
    {
        var map = OddTraces.Map(new Random(seed));

        Assert.Equal(map.Keys, JsonSerializer.Deserialize<AttributeMap>(JsonSerializer.Serialize(map))!.Keys);
    });

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MinValue + 1)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    public void Times_reach_to_the_limits(long nanoseconds) => AssertSame(new TraceTimestamp(nanoseconds), seed: 0);

    private static void AssertSame<T>(T value, int seed)
    {
        var options = Options[seed % Options.Length];
        var json = JsonSerializer.SerializeToUtf8Bytes(value, options);
        var again = JsonSerializer.Deserialize<T>(json, options)!;

        Assert.Equal(value, again);
        Assert.Equal(json, JsonSerializer.SerializeToUtf8Bytes(again, options));
    }

    private static IEnumerable<(string Id, int Children)> Tree(IEnumerable<Span> spans) =>
        spans.SelectMany(span => span.Descendants().Prepend(span)).Select(span => (span.Id, span.Children.Count));

    private static void Check(Action<int> property) => Prop.ForAll(Seeds, property).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
}
