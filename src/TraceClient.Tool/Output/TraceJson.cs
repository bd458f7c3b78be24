namespace TraceClient.Tool;

/// <summary>A trace as JSON, spans and all, in one flat list; what is not known is left out.</summary>
internal static class TraceJson
{
    private const int FlushAt = 16 * 1024;

    public static void Write(Utf8JsonWriter writer, Trace trace, IEnumerable<Span> spans)
    {
        writer.WriteStartObject();
        WriteHeader(writer, trace);
        JsonMembers.Write(writer, "warnings", trace.Warnings);
        writer.WriteStartArray("spans");
        foreach (var span in spans)
        {
            SpanJson.Write(writer, span);
            if (writer.BytesPending >= FlushAt)
                writer.Flush();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>The members of the trace itself, into an object that is open.</summary>
    public static void WriteHeader(Utf8JsonWriter writer, Trace trace)
    {
        SummaryJson.WriteMembers(writer, SummaryOf(trace));
        writer.WriteBoolean("isComplete", trace.IsComplete);
    }

    private static TraceSummary SummaryOf(Trace trace)
    {
        var summary = new TraceSummary
        {
            Reference = trace.Reference,
            Name = trace.Name,
            Status = trace.Status,
            StartTime = trace.StartTime,
            EndTime = trace.EndTime,
            SessionId = trace.SessionId,
            ServiceName = trace.ServiceName,
            User = trace.User,
            SpanCount = trace.Spans.Count,
            ErrorCount = trace.Spans.Count(span => span.Status == SpanStatus.Error),
            Attributes = trace.Attributes,
        };
        return trace.Duration is { } duration ? summary with { Duration = duration } : summary;
    }
}
