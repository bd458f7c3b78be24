namespace TraceClient.Tool;

/// <summary>The lines of a <see cref="TraceBlock"/>; <c>scripts/trace.js</c> reads them.</summary>
internal static class PageJson
{
    private const int NanosecondsPerTick = 100;

    public static void WriteHeader(Utf8JsonWriter json, Trace trace)
    {
        json.WriteStartObject();
        json.WriteString("reference", trace.Reference.ToString());
        json.WriteString("source", trace.Source);
        json.WriteString("id", trace.Id);
        json.WriteString("name", trace.Name);
        json.WriteString("status", trace.Status.ToString());
        json.WriteBoolean("complete", trace.IsComplete);
        json.WriteString("start", trace.StartTime?.ToString());
        json.WriteString("end", trace.EndTime?.ToString());
        json.WritePropertyName("duration");
        WriteDuration(json, trace.Duration);
        json.WriteString("session", trace.SessionId);
        json.WriteString("service", trace.ServiceName);
        json.WriteString("user", trace.User);
        json.WritePropertyName("attributes");
        trace.Attributes.WriteTo(json);
        WriteWarnings(json, trace.Warnings);
        json.WriteEndObject();
    }

    /// <summary>Depth, id, name, type, status, start, end, duration, number of records, number of warnings.</summary>
    public static void WriteRow(Utf8JsonWriter json, Span span, int depth, TraceZero zero)
    {
        json.WriteStartArray();
        json.WriteNumberValue(depth);
        json.WriteStringValue(span.Id);
        json.WriteStringValue(span.Name);
        json.WriteStringValue(span.Type.Value);
        json.WriteNumberValue((int)span.Status);
        zero.Write(json, span.StartTime);
        zero.Write(json, span.EndTime);
        WriteDuration(json, span.Duration == span.EndTime - span.StartTime ? null : span.Duration);
        json.WriteNumberValue(span.Records.Count);
        json.WriteNumberValue(span.Warnings.Count);
        json.WriteEndArray();
    }

    public static void WriteDetails(Utf8JsonWriter json, RecordStep step, TraceZero zero)
    {
        var span = step.Span;
        json.WriteStartObject();
        WriteText(json, "parent", span.ParentId);
        WriteText(json, "kind", span.Kind == SpanKind.Internal ? null : span.Kind.ToString());
        WriteText(json, "message", span.StatusMessage);
        WriteText(json, "start", span.StartTime?.ToString());
        WriteText(json, "end", span.EndTime?.ToString());
        WriteMap(json, "attributes", span.Attributes);
        WriteMap(json, "resource", span.Resource);
        WriteRecords(json, span.Records, zero);
        WriteChanges(json, step);
        WriteLinks(json, span.Links);
        WriteWarnings(json, span.Warnings);
        json.WriteEndObject();
    }

    private static void WriteRecords(Utf8JsonWriter json, IReadOnlyList<Record> records, TraceZero zero)
    {
        if (records.Count == 0)
            return;
        json.WriteStartArray("records");
        foreach (var record in records)
        {
            json.WriteStartObject();
            json.WriteString("kind", record.Kind.ToString());
            WriteText(json, "name", record.Name);
            WriteText(json, "timestamp", record.Timestamp?.ToString());
            if (record.Timestamp is not null)
            {
                json.WritePropertyName("offset");
                zero.Write(json, record.Timestamp);
            }

            json.WritePropertyName("body");
            record.Body.WriteTo(json);
            WriteMap(json, "attributes", record.Attributes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>
    /// What the step is compared with, and what differs: a record's place before and after, then each changed value as a sign and its path.
    /// Places and paths only, for the values stand in the records.
    /// </summary>
    private static void WriteChanges(Utf8JsonWriter json, RecordStep step)
    {
        if (step.Before is null)
            return;
        json.WriteStartObject("changes");
        json.WriteString("with", step.Before.Id);
        json.WriteNumber("same", step.Entries.Count(entry => entry.Kind == ChangeKind.Unchanged));
        json.WriteStartArray("records");
        foreach (var change in step.Entries.Select(entry => entry.Change!).Where(change => change.Kind != ChangeKind.Unchanged))
        {
            json.WriteStartArray();
            WritePlace(change.Before);
            WritePlace(change.After);
            foreach (var value in change.Values)
            {
                json.WriteStartArray();
                json.WriteStringValue(RecordWords.MarkOf(value.Kind));
                foreach (var key in value.Path)
                    json.WriteStringValue(key);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();

        void WritePlace(PlacedRecord? record)
        {
            if (record is { } there)
                json.WriteNumberValue(there.Place);
            else
                json.WriteNullValue();
        }
    }

    private static void WriteLinks(Utf8JsonWriter json, IReadOnlyList<SpanLink> links)
    {
        if (links.Count == 0)
            return;
        json.WriteStartArray("links");
        foreach (var link in links)
        {
            json.WriteStartObject();
            json.WriteString("trace", link.TraceId);
            json.WriteString("span", link.SpanId);
            WriteMap(json, "attributes", link.Attributes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteWarnings(Utf8JsonWriter json, IReadOnlyList<TraceWarning> warnings)
    {
        if (warnings.Count == 0)
            return;
        json.WriteStartArray("warnings");
        foreach (var warning in warnings)
        {
            json.WriteStartObject();
            json.WriteString("code", warning.Code);
            json.WriteString("message", warning.Message);
            WriteText(json, "span", warning.SpanId);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }

    private static void WriteMap(Utf8JsonWriter json, string name, AttributeMap map)
    {
        if (map.Count == 0)
            return;
        json.WritePropertyName(name);
        map.WriteTo(json);
    }

    private static void WriteDuration(Utf8JsonWriter json, TimeSpan? duration)
    {
        if (duration is null)
            json.WriteNullValue();
        else
            json.WriteNumberValue((decimal)duration.Value.Ticks * NanosecondsPerTick);
    }
}
