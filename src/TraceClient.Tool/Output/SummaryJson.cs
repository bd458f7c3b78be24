namespace TraceClient.Tool;

/// <summary>A trace of a list as JSON; what is not known is left out.</summary>
internal static class SummaryJson
{
    public static void Write(Utf8JsonWriter writer, TraceSummary trace)
    {
        writer.WriteStartObject();
        WriteMembers(writer, trace);
        writer.WriteEndObject();
    }

    /// <summary>The members alone, into an object that is open.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, TraceSummary trace)
    {
        writer.WriteString("reference", trace.Reference.ToString());
        writer.WriteString("source", trace.Source);
        writer.WriteString("id", trace.Id);
        writer.WriteString("name", trace.Name);
        writer.WriteString("status", trace.Status.ToString());
        JsonMembers.Write(writer, "recordedAt", trace.RecordedAt);
        JsonMembers.Write(writer, "startTime", trace.StartTime);
        JsonMembers.Write(writer, "endTime", trace.EndTime);
        JsonMembers.Write(writer, "durationMs", trace.Duration);
        JsonMembers.Write(writer, "sessionId", trace.SessionId);
        JsonMembers.Write(writer, "serviceName", trace.ServiceName);
        JsonMembers.Write(writer, "user", trace.User);
        JsonMembers.Write(writer, "spanCount", trace.SpanCount);
        JsonMembers.Write(writer, "errorCount", trace.ErrorCount);
        JsonMembers.Write(writer, "attributes", trace.Attributes);
    }
}
