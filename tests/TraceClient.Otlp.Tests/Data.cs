using System.Buffers;
using System.Text;
using System.Text.Json;

namespace TraceClient.Otlp.Tests;

/// <summary>Writes and reads with everything that there is.</summary>
internal static class Data
{
    public static OtlpWriter CompleteWriter { get; } =
        new(new OtlpWriterOptions { IncludeContent = true, MaxEventsPerSpan = int.MaxValue });

    public static byte[] Write(OtlpFormat format, params Trace[] traces) => Write(CompleteWriter, format, traces);

    public static byte[] Write(OtlpWriter writer, OtlpFormat format, params Trace[] traces)
    {
        var buffer = new ArrayBufferWriter<byte>();
        writer.Write(buffer, format, traces);
        return buffer.WrittenSpan.ToArray();
    }

    public static JsonElement WriteJson(Trace trace, OtlpWriterOptions? options = null)
    {
        var json = Write(new OtlpWriter(options), OtlpFormat.Json, trace);
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1000 });
        return document.RootElement.Clone();
    }

    public static ValueTask<List<Trace>> ReadAsync(string text, OtlpReaderOptions? options = null) =>
        ReadAsync(Encoding.UTF8.GetBytes(text), options);

    public static async ValueTask<List<Trace>> ReadAsync(byte[] data, OtlpReaderOptions? options = null)
    {
        var traces = new List<Trace>();
        await foreach (var trace in new OtlpReader(options).ReadTracesAsync(new MemoryStream(data), TestContext.Current.CancellationToken))
            traces.Add(trace);
        return traces;
    }

    public static async ValueTask<List<OtlpSpan>> ReadSpansAsync(Stream data, OtlpReaderOptions? options = null)
    {
        var spans = new List<OtlpSpan>();
        await foreach (var span in new OtlpReader(options).ReadSpansAsync(data, TestContext.Current.CancellationToken))
            spans.Add(span);
        return spans;
    }

    /// <summary>The spans of a document, in its order.</summary>
    public static IEnumerable<JsonElement> SpansOf(JsonElement document) =>
        from resource in document.GetProperty("resourceSpans").EnumerateArray()
        from scope in resource.GetProperty("scopeSpans").EnumerateArray()
        from span in scope.GetProperty("spans").EnumerateArray()
        select span;

    /// <summary>The value of an attribute as JSON text, such as <c>{"stringValue":"a"}</c>; null when there is none.</summary>
    public static string? Attribute(JsonElement owner, string name) =>
        owner.TryGetProperty("attributes", out var attributes)
            ? attributes.EnumerateArray().Where(entry => entry.GetProperty("key").GetString() == name)
                .Select(entry => entry.GetProperty("value").GetRawText()).SingleOrDefault()
            : null;
}
