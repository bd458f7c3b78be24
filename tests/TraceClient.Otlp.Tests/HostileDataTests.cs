using System.IO.Compression;
using System.Text;

namespace TraceClient.Otlp.Tests;

public sealed class HostileDataTests
{
    private const string Ids = """
        "traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b173"
        """;

    [Theory]
    [InlineData("no OTLP")]
    [InlineData("<html></html>")]
    [InlineData("{\"resourceSpans\":[")]
    [InlineData("{\"resourceSpans\":7}")]
    [InlineData("{\"resourceSpans\":[7]}")]
    [InlineData("[[{}]]")]
    [InlineData("{}x")]
    public async Task What_is_no_OTLP_is_a_typed_error(string data) =>
        await Assert.ThrowsAsync<TraceFormatException>(() => Data.ReadAsync(data).AsTask());

    [Theory]
    [InlineData("""{"spanId":"eee19b7ec3c1b173"}""")]
    [InlineData("""{"traceId":"5b8efff798038103d269b633813fc60c"}""")]
    [InlineData("""{"traceId":"00000000000000000000000000000000","spanId":"eee19b7ec3c1b173"}""")]
    [InlineData("""{"traceId":"too short!","spanId":"eee19b7ec3c1b173"}""")]
    [InlineData("""{"traceId":{},"spanId":"eee19b7ec3c1b173"}""")]
    [InlineData("""{"startTimeUnixNano":"yesterday"}""")]
    [InlineData("""{"attributes":{}}""")]
    [InlineData("""{"attributes":[{"key":"a","value":7}]}""")]
    [InlineData("""{"attributes":[{"key":"a","value":{"intValue":"1.5"}}]}""")]
    [InlineData("""{"events":{}}""")]
    [InlineData("""{"status":"OK"}""")]
    public async Task A_damaged_span_is_a_typed_error_that_says_where(string span)
    {
        var fault = await Assert.ThrowsAsync<TraceFormatException>(
            () => Data.ReadAsync($$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{{span}}]}]}]}""").AsTask());

        Assert.NotNull(fault.ByteOffset);
        Assert.StartsWith("$", fault.JsonPath, StringComparison.Ordinal);
        Assert.DoesNotContain("yesterday", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OtlpFormat.Json)]
    [InlineData(OtlpFormat.JsonLines)]
    [InlineData(OtlpFormat.Protobuf)]
    public async Task Data_that_is_cut_off_or_altered_ends_in_a_typed_error_or_in_spans(OtlpFormat format)
    {
        var data = Data.Write(format, RandomTraces.Make(5));
        var random = new Random(1);
        for (var i = 0; i < 600; i++)
        {
            var altered = data[..random.Next(data.Length)];
            if (i % 2 == 0 && altered.Length > 0)
                altered[random.Next(altered.Length)] = (byte)random.Next(256);

            if (await Xunit.Record.ExceptionAsync(() => Data.ReadAsync(altered).AsTask()) is { } fault)
                Assert.IsType<TraceFormatException>(fault);
        }
    }

    [Fact]
    public async Task Nesting_without_end_is_refused()
    {
        const int Depth = 100_000;
        var value = string.Concat(Enumerable.Repeat("{\"arrayValue\":{\"values\":[", Depth)) + "{}"
            + string.Concat(Enumerable.Repeat("]}}", Depth));

        await Assert.ThrowsAsync<TraceFormatException>(
            () => Data.ReadAsync(Document("\"attributes\":[{\"key\":\"a\",\"value\":" + value + "}]")).AsTask());
    }

    [Fact]
    public async Task Nested_JSON_in_a_note_stays_text()
    {
        var brackets = new string('[', 100_000) + new string(']', 100_000);
        var note = """{"key":"traceclient.exact","value":{"kvlistValue":{"values":[{"key":"a","value":{"boolValue":true}}]}}}""";

        var trace = Assert.Single(await Data.ReadAsync(
            Document($$$"""
            "attributes":[{"key":"a","value":{"stringValue":"{{{brackets}}}"}},{{{note}}}]
            """)));

        Assert.Equal(brackets, trace.Spans[0].Attributes.GetString("a"));
    }

    [Fact]
    public async Task A_span_that_is_too_large_is_refused()
    {
        var options = new OtlpReaderOptions { MaxElementBytes = 10_000 };
        var large = Document($"\"name\":\"{new string('x', 20_000)}\"");

        var fault = await Assert.ThrowsAsync<TraceFormatException>(() => Data.ReadAsync(large, options).AsTask());

        Assert.Contains("10000", fault.Message, StringComparison.Ordinal);
        Assert.Single(await Data.ReadAsync(large));
    }

    [Fact]
    public async Task Data_that_unpacks_to_more_than_is_allowed_is_refused()
    {
        var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes("{}" + new string(' ', 10_000_000)), TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<TraceFormatException>(
            () => Data.ReadAsync(compressed.ToArray(), new OtlpReaderOptions { MaxBytes = 1_000_000 }).AsTask());
    }

    [Fact]
    public async Task Damaged_compression_is_a_typed_error()
    {
        var data = new byte[200];
        (data[0], data[1], data[2]) = (0x1F, 0x8B, 0x08);
        data.AsSpan(10).Fill(0xEE);

        await Assert.ThrowsAsync<TraceFormatException>(() => Data.ReadAsync(data).AsTask());
    }

    private static string Document(string members) =>
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{" + Ids + "," + members + "}]}]}]}";
}
