using System.Buffers;
using System.Collections.Concurrent;
using TraceClient.Otlp;

namespace TraceClient.Benchmarks;

/// <summary>What a benchmark works on: traces, and what <see cref="OtlpWriter"/> makes of them.</summary>
internal sealed class OtlpDocument
{
    private static readonly ConcurrentDictionary<(int Spans, bool Content, OtlpFormat Format), OtlpDocument> Documents = [];

    private OtlpDocument(int spans, bool content, OtlpFormat format)
    {
        Traces = SimulatedTraces.Take(spans);
        SpanCount = Traces.Sum(trace => trace.Spans.Count);
        Writer = new OtlpWriter(new OtlpWriterOptions { IncludeContent = content });
        var output = new ArrayBufferWriter<byte>();
        Writer.Write(output, format, Traces);
        Bytes = output.WrittenSpan.ToArray();
    }

    public Trace[] Traces { get; }

    public int SpanCount { get; }

    public OtlpWriter Writer { get; }

    public byte[] Bytes { get; }

    /// <summary>The document of these parameters, made once.</summary>
    public static OtlpDocument Get(int spans, bool content, OtlpFormat format) =>
        Documents.GetOrAdd((spans, content, format), key => new OtlpDocument(key.Spans, key.Content, key.Format));

    /// <summary>A peer that does something else would be no comparison.</summary>
    public void MustBe(ReadOnlySpan<byte> written, string writer)
    {
        if (!written.SequenceEqual(Bytes))
            throw new InvalidOperationException($"{writer} writes another document.");
    }
}
