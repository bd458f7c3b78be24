namespace TraceClient.Otlp.Tests;

/// <summary>The binary form against protoc, which makes its own of the JSON form.</summary>
[Trait("Category", "protoc")]
public sealed class ProtocTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Protoc_makes_the_same_bytes_of_the_JSON_form(int seed)
    {
        var trace = RandomTraces.Make(seed);
        var json = Data.WriteJson(trace, new OtlpWriterOptions { IncludeContent = true, MaxEventsPerSpan = int.MaxValue });

        var expected = await Protoc.EncodeAsync(TextForm.Of(json), TestContext.Current.CancellationToken);

        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(Data.Write(OtlpFormat.Protobuf, trace)));
    }

    [Fact]
    public async Task Protoc_reads_the_binary_form_of_many_spans()
    {
        var trace = TraceAssembler.Assemble(
            new Trace { Reference = new TraceReference("kubiya", "t"), Name = "t" },
            Enumerable.Range(0, 5000).Select(i => new Span { Id = $"s{i}", Name = $"step {i}" }));

        var text = await Protoc.DecodeAsync(Data.Write(OtlpFormat.Protobuf, trace), TestContext.Current.CancellationToken);

        Assert.Equal(5000, text.Split("spans {").Length - text.Split("_spans {").Length);
        Assert.DoesNotContain(text.Split('\n'), line => char.IsAsciiDigit(line.TrimStart().FirstOrDefault()));
    }
}
