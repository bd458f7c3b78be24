namespace TraceClient.Tool;

/// <summary>Writes parts of the lists of an index as JSON.</summary>
internal static class TraceListJson
{
    /// <summary>Writes <c>{ total, offset, traces, hidden, sources, types, models, version }</c>.</summary>
    public static void WriteTraces(Utf8JsonWriter writer, TraceIndex index, TraceListQuery query, int offset, int limit)
    {
        var version = index.Version;
        var list = index.List(query);
        Write(writer, index, version, list, offset, list.Traces.Count, "traces", () =>
        {
            foreach (var trace in MatchedTraces.PageOf(list.Traces, offset, limit))
                writer.WriteObject(trace, TraceJsonWriter.Write);
        });
    }

    /// <summary>Writes <c>{ total, offset, sessions, hidden, sources, types, models, version }</c>.</summary>
    public static void WriteSessions(Utf8JsonWriter writer, TraceIndex index, TraceListQuery query, int offset, int limit)
    {
        var version = index.Version;
        var list = index.List(query);
        Write(writer, index, version, list, offset, list.Sessions.Count, "sessions", () =>
        {
            foreach (var session in MatchedTraces.PageOf(list.Sessions, offset, limit))
                writer.WriteObject(session, Write);
        });
    }

    /// <summary>Writes <c>{ error }</c>.</summary>
    public static void WriteError(Utf8JsonWriter writer, ErrorReport error)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("error");
        error.WriteTo(writer);
        writer.WriteEndObject();
    }

    // The version is read before the list: a change in between is announced by a newer version, and is not missed.
    private static void Write(
        Utf8JsonWriter writer, TraceIndex index, long version, MatchedTraces list, int offset, int total, string name, Action writeItems)
    {
        writer.WriteStartObject();
        writer.WriteNumber("total", total);
        writer.WriteNumber("offset", offset);
        writer.WriteStartArray(name);
        writeItems();
        writer.WriteEndArray();
        writer.WriteNumber("hidden", list.HiddenCount);
        writer.WriteStartArray("sources");
        foreach (var source in index.Sources)
            writer.WriteObject(source, Write);
        writer.WriteEndArray();
        var values = index.Values();
        WriteTexts(writer, "types", values.Types);
        WriteTexts(writer, "models", values.Models);
        writer.WriteNumber("version", version);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, SourceState source)
    {
        writer.WriteString("name", source.Name);
        writer.WriteNumber("count", source.Count);
        writer.WriteBoolean("isLoading", source.IsLoading);
        if (source.Error is not null)
        {
            writer.WritePropertyName("error");
            source.Error.WriteTo(writer);
        }
    }

    private static void Write(Utf8JsonWriter writer, SessionSummary session)
    {
        writer.Write("source", session.Source).Write("id", session.Id).Write("name", session.Name);
        writer.WriteNumber("traceCount", session.TraceCount);
        writer.Write("startTime", session.StartTime).Write("recordedAt", session.RecordedAt).Write("durationMs", session.Duration)
            .Write("spanCount", session.SpanCount);
        writer.WriteNumber("errorCount", session.ErrorCount);
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
