using System.Text.Json;

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
        writer.WriteString("reference", trace.Reference.ToString());
        writer.WriteString("source", trace.Source);
        writer.WriteString("id", trace.Id);
        writer.WriteString("name", trace.Name);
        writer.WriteString("status", trace.Status.ToString());
        writer.WriteBoolean("isComplete", trace.IsComplete);
        JsonMembers.Write(writer, "startTime", trace.StartTime);
        JsonMembers.Write(writer, "endTime", trace.EndTime);
        JsonMembers.Write(writer, "durationMs", trace.Duration);
        JsonMembers.Write(writer, "sessionId", trace.SessionId);
        JsonMembers.Write(writer, "serviceName", trace.ServiceName);
        JsonMembers.Write(writer, "user", trace.User);
        writer.WriteNumber("spanCount", trace.Spans.Count);
        writer.WriteNumber("errorCount", trace.Spans.Count(span => span.Status == SpanStatus.Error));
        JsonMembers.Write(writer, "attributes", trace.Attributes);
    }
}
