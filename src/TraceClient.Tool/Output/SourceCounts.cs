namespace TraceClient.Tool;

/// <summary>Represents the traces of one source in files or a store.</summary>
internal sealed record SourceCounts(string Name)
{
    public long Traces { get; init; }

    public long Spans { get; init; }

    /// <summary>Gets the number of traces that failed or have a failed span.</summary>
    public long Errors { get; init; }

    public TraceTimestamp? Oldest { get; init; }

    public TraceTimestamp? Newest { get; init; }

    public static void WriteTable(Screen screen, IEnumerable<SourceCounts> sources)
    {
        var table = new TableWriter(
            screen, new Column("SOURCE"), new Column("TRACES", IsRight: true), new Column("SPANS", IsRight: true),
            new Column("ERRORS", IsRight: true), new Column("OLDEST"), new Column("NEWEST"));
        foreach (var source in sources)
        {
            table.Row(
                (source.Name, Styles.Accent),
                (source.Traces.ToString(CultureInfo.InvariantCulture), Styles.Plain),
                (source.Spans.ToString(CultureInfo.InvariantCulture), Styles.Plain),
                (source.Errors.ToString(CultureInfo.InvariantCulture), source.Errors > 0 ? Styles.Bad : Styles.Dim),
                (ValueText.Of(source.Oldest), Styles.Dim),
                (ValueText.Of(source.Newest), Styles.Dim));
        }

        table.Finish();
    }

    public static void WriteCsv(CsvOutput csv, IEnumerable<SourceCounts> sources)
    {
        csv.Header("source", "traces", "spans", "errors", "oldest", "newest");
        foreach (var source in sources)
            csv.Row(source.Name, source.Traces, source.Spans, source.Errors, source.Oldest?.ToString(), source.Newest?.ToString());
    }

    public static void Write(Utf8JsonWriter writer, SourceCounts source)
    {
        writer.WriteStartObject();
        writer.WriteString("source", source.Name);
        writer.WriteNumber("traces", source.Traces);
        writer.WriteNumber("spans", source.Spans);
        writer.WriteNumber("errors", source.Errors);
        JsonMembers.Write(writer, "oldest", source.Oldest);
        JsonMembers.Write(writer, "newest", source.Newest);
        writer.WriteEndObject();
    }
}
