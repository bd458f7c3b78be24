namespace TraceClient.Otlp.Tests;

/// <summary>The binary form against protoc, which makes its own of the JSON form.</summary>
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
        var cancellationToken = TestContext.Current.CancellationToken;
        var trace = RandomTraces.Make(seed);
        var text = TextForm.Of(Data.WriteJson(trace, new OtlpWriterOptions { IncludeContent = true }));

        // One group in JSON is one for each resource and scope in the binary form.
        var binary = Data.Write(OtlpFormat.Protobuf, trace with { Spans = [.. trace.Spans.Take(1)], Roots = [] });
        var single = TextForm.Of(Data.WriteJson(trace with { Spans = [.. trace.Spans.Take(1)], Roots = [] }, new OtlpWriterOptions { IncludeContent = true }));

        Assert.Equal(Convert.ToHexString(await Protoc.EncodeAsync(single, cancellationToken)), Convert.ToHexString(binary));
        Assert.NotEmpty(await Protoc.EncodeAsync(text, cancellationToken));
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
