using System.Buffers;
using TraceClient.Analysis;
using TraceClient.Otlp;

namespace TraceClient.Reliability;

/// <summary>Does with a value what a program does: a value that throws when it is used is none.</summary>
internal static class ModelUse
{
    // As docs/json.md says: bodies may nest as deep as LimitOptions.MaxJsonDepth allows.
    private static readonly JsonSerializerOptions Options = new() { MaxDepth = 2000 };
    private static readonly OtlpWriter Writer = new(new OtlpWriterOptions());

    /// <returns>How many spans there are.</returns>
    public static int Of(Trace? trace)
    {
        if (trace is null)
            return 0;
        _ = (trace.ToString(), trace.Duration, trace.Usage, trace.GetHashCode(), trace.Attributes.ToString());
        foreach (var span in trace.Spans)
            Of(span);
        foreach (var root in trace.Roots)
            _ = root.Descendants().Count();
        if (!trace.Equals(JsonSerializer.Deserialize<Trace>(JsonSerializer.SerializeToUtf8Bytes(trace, Options), Options)))
            throw new FuzzViolationException("A trace is another one after it was written as JSON and read.");
        if (!TraceComparison.Compare(trace, trace).AreEqual)
            throw new FuzzViolationException("A trace differs from itself.");
        _ = (trace.CriticalPath(), trace.FindGaps(), trace.SelfTimes(), trace.GroupSpans(StatisticsProperty.Model));
        _ = trace.ReadConversation();
        foreach (var format in Enum.GetValues<OtlpFormat>())
            Writer.Write(new ArrayBufferWriter<byte>(), format, [trace]);
        return trace.Spans.Count;
    }

    /// <returns>1, to add up.</returns>
    public static int Of(Span span)
    {
        _ = (span.ToString(), span.Duration, span.GenAI?.ToString(), span.Type.ToString(), span.GetHashCode());
        _ = span.GenAI is { } model ? model.InputMessages.Count + model.OutputMessages.Count : 0;
        foreach (var record in span.Records)
            _ = record.ToString();
        return 1;
    }

    /// <returns>1, to add up.</returns>
    public static int Of(TraceSummary summary)
    {
        _ = (summary.ToString(), summary.Duration, summary.GetHashCode());
        if (!summary.Equals(JsonSerializer.Deserialize<TraceSummary>(JsonSerializer.SerializeToUtf8Bytes(summary, Options), Options)))
            throw new FuzzViolationException("A summary is another one after it was written as JSON and read.");
        return 1;
    }
}
