using TraceClient.Otlp;

namespace TraceClient.Benchmarks;

/// <summary>Reads a document as a user does.</summary>
internal static class Reading
{
    public static async Task<int> CountSpansAsync(OtlpReader reader, byte[] document)
    {
        var count = 0;
        await foreach (var span in reader.ReadSpansAsync(new MemoryStream(document)))
            count++;
        return count;
    }

    public static async Task<int> CountSpansOfTracesAsync(OtlpReader reader, byte[] document)
    {
        var count = 0;
        await foreach (var trace in reader.ReadTracesAsync(new MemoryStream(document)))
            count += trace.Spans.Count;
        return count;
    }

    public static void MustFindAll(OtlpDocument document, params ReadOnlySpan<int> counts)
    {
        if (counts.ContainsAnyExcept(document.SpanCount))
            throw new InvalidOperationException(
                $"{document.SpanCount} spans were written, but {string.Join(", ", counts.ToArray())} were read.");
    }
}
