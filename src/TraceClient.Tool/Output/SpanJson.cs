namespace TraceClient.Tool;

/// <summary>A span as JSON, with its records and links; its children have its id as their <c>parentId</c>.</summary>
internal static class SpanJson
{
    public static void Write(Utf8JsonWriter writer, Span span, TraceReference? trace = null)
    {
        writer.WriteStartObject();
        WriteMembers(writer, span, trace);
        writer.WriteEndObject();
    }

    /// <summary>The members, into an object that is open.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, Span span, TraceReference? trace)
    {
        JsonMembers.Write(writer, "trace", trace?.ToString());
        writer.WriteString("id", span.Id);
        JsonMembers.Write(writer, "parentId", span.ParentId);
        writer.WriteString("name", span.Name);
        writer.WriteString("type", span.Type.Value);
        writer.WriteString("kind", span.Kind.ToString());
        writer.WriteString("status", span.Status.ToString());
        JsonMembers.Write(writer, "statusMessage", span.StatusMessage);
        JsonMembers.Write(writer, "startTime", span.StartTime);
        JsonMembers.Write(writer, "endTime", span.EndTime);
        JsonMembers.Write(writer, "durationMs", span.Duration);
        JsonMembers.Write(writer, "attributes", span.Attributes);
        JsonMembers.Write(writer, "resource", span.Resource);
        JsonMembers.Write(writer, "records", span.Records, RecordJson.Write);
        JsonMembers.Write(writer, "links", span.Links, WriteLink);
        JsonMembers.Write(writer, "warnings", span.Warnings);
    }

    private static void WriteLink(Utf8JsonWriter writer, SpanLink link)
    {
        writer.WriteStartObject();
        writer.WriteString("traceId", link.TraceId);
        writer.WriteString("spanId", link.SpanId);
        JsonMembers.Write(writer, "attributes", link.Attributes);
        writer.WriteEndObject();
    }
}
