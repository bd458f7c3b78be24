namespace TraceClient.Tool;

/// <summary>Writes the lines of a <see cref="TraceBlockWriter"/>, which <c>scripts/trace.js</c> reads.</summary>
internal static class PageJsonWriter
{
    private const int NanosecondsPerTick = 100;

    public static void WriteHeader(Utf8JsonWriter json, Trace trace)
    {
        json.WriteStartObject();
        json.WriteString("reference", trace.Reference.ToString());
        json.WriteNumber("spans", trace.Spans.Count);
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
        WriteUsage(json, trace.Usage);
        json.WritePropertyName("attributes");
        trace.Attributes.WriteTo(json);
        WriteWarnings(json, trace.Warnings);
        json.WriteEndObject();
    }

    /// <summary>
    /// Writes a row: depth, id, name, type, status, start, end, duration, number of records, number of warnings, self time, tokens, cost,
    /// model, and what the step did to its records: their number before, and how many it added, removed and changed.
    /// </summary>
    public static void WriteRow(Utf8JsonWriter json, RecordStep step, int depth, TimeSpan? selfTime, TimeOrigin origin)
    {
        var span = step.Span;
        json.WriteStartArray();
        json.WriteNumberValue(depth);
        json.WriteStringValue(span.Id);
        json.WriteStringValue(span.Name);
        json.WriteStringValue(span.Type.Value);
        json.WriteNumberValue((int)span.Status);
        origin.Write(json, span.StartTime);
        origin.Write(json, span.EndTime);
        WriteDuration(json, span.Duration == span.EndTime - span.StartTime ? null : span.Duration);
        json.WriteNumberValue(span.Records.Count);
        json.WriteNumberValue(span.Warnings.Count);
        WriteDuration(json, selfTime);
        if (span.GenAI?.TotalTokens is { } tokens)
            json.WriteNumberValue(tokens);
        else
            json.WriteNullValue();
        json.WriteStringValue(span.GenAI?.Cost?.ToString());
        json.WriteStringValue(span.GenAI?.Model);
        WriteChangeCounts(json, step);
        json.WriteEndArray();
    }

    private static void WriteChangeCounts(Utf8JsonWriter json, RecordStep step)
    {
        if (step.Before is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartArray();
        json.WriteNumberValue(step.Entries.Count(entry => entry.Change!.Before is not null));
        foreach (var kind in (ReadOnlySpan<ChangeKind>)[ChangeKind.Added, ChangeKind.Removed, ChangeKind.Changed])
            json.WriteNumberValue(step.Entries.Count(entry => entry.Kind == kind));
        json.WriteEndArray();
    }

    public static void WriteDetails(Utf8JsonWriter json, RecordStep step, TimeOrigin origin)
    {
        var span = step.Span;
        json.WriteStartObject();
        WriteText(json, "parent", span.ParentId);
        WriteText(json, "kind", span.Kind == SpanKind.Internal ? null : span.Kind.ToString());
        WriteText(json, "message", span.StatusMessage);
        WriteText(json, "start", span.StartTime?.ToString());
        WriteText(json, "end", span.EndTime?.ToString());
        GenAIJsonWriter.Write(json, span.GenAI);
        WriteMap(json, "attributes", span.Attributes);
        WriteMap(json, "resource", span.Resource);
        WriteRecords(json, span.Records, origin);
        WriteChanges(json, step);
        WriteLinks(json, span.Links);
        WriteWarnings(json, span.Warnings);
        json.WriteEndObject();
    }

    private static void WriteRecords(Utf8JsonWriter json, IReadOnlyList<Record> records, TimeOrigin origin) =>
        WriteObjects(json, "records", records, record =>
        {
            json.WriteString("kind", record.Kind.ToString());
            WriteText(json, "name", record.Name);
            WriteText(json, "timestamp", record.Timestamp?.ToString());
            if (record.Timestamp is not null)
            {
                json.WritePropertyName("offset");
                origin.Write(json, record.Timestamp);
            }

            json.WritePropertyName("body");
            record.Body.WriteTo(json);
            WriteMap(json, "attributes", record.Attributes);
        });

    /// <summary>
    /// Writes the changes of a step: for each record its index before and after, then the sign and the path of each changed value. The
    /// records contain the values.
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
            WriteIndex(change.Before);
            WriteIndex(change.After);
            foreach (var value in change.Values)
            {
                json.WriteStartArray();
                json.WriteStringValue(ChangeText.SignOf(value.Kind));
                foreach (var key in value.Path)
                    json.WriteStringValue(key);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();

        void WriteIndex(IndexedRecord? record)
        {
            if (record is { } known)
                json.WriteNumberValue(known.Index);
            else
                json.WriteNullValue();
        }
    }

    private static void WriteLinks(Utf8JsonWriter json, IReadOnlyList<SpanLink> links) => WriteObjects(json, "links", links, link =>
    {
        json.WriteString("trace", link.TraceId);
        json.WriteString("span", link.SpanId);
        WriteMap(json, "attributes", link.Attributes);
    });

    private static void WriteWarnings(Utf8JsonWriter json, IReadOnlyList<TraceWarning> warnings) =>
        WriteObjects(json, "warnings", warnings, warning =>
        {
            json.WriteString("code", warning.Code);
            json.WriteString("message", warning.Message);
            WriteText(json, "span", warning.SpanId);
        });

    private static void WriteObjects<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<T> writeMembers)
    {
        if (items.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            writeMembers(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteText(Utf8JsonWriter json, string name, string? text)
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

    /// <summary>Writes the tokens and costs as the member <c>usage</c>, if they are known.</summary>
    public static void WriteUsage(Utf8JsonWriter json, GenAIUsage? usage)
    {
        if (usage is null)
            return;
        json.WriteStartObject("usage");
        WriteNumber(json, "input", usage.InputTokens);
        WriteNumber(json, "output", usage.OutputTokens);
        WriteNumber(json, "cached", usage.CachedInputTokens);
        WriteNumber(json, "total", usage.TotalTokens);
        WriteText(json, "cost", usage.Costs.Count == 0 ? null : string.Join(" + ", usage.Costs));
        json.WriteEndObject();
    }

    public static void WriteNumber(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } known)
            json.WriteNumber(name, known);
    }

    public static void WriteDuration(Utf8JsonWriter json, TimeSpan? duration)
    {
        if (duration is null)
            json.WriteNullValue();
        else
            json.WriteNumberValue((decimal)duration.Value.Ticks * NanosecondsPerTick);
    }
}
