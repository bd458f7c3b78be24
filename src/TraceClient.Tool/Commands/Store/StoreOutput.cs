using TraceClient.Replication;

namespace TraceClient.Tool;

/// <summary>Writes what a store has, and what was deleted from it.</summary>
internal static class StoreOutput
{
    public static void Write(CommandContext context, StoreInfo info)
    {
        switch (context.Format)
        {
            case OutputFormat.Table:
                WriteTable(context.Screen, info);
                break;
            case OutputFormat.Csv or OutputFormat.Rows:
                WriteCsv(CsvOutput.Of(context), info);
                break;
            default:
                JsonOutput.One(context, info, Write);
                break;
        }
    }

    /// <summary>Writes the result of a deletion.</summary>
    public static void WriteDeleted(CommandContext context, long deleted, string sentence)
    {
        if (context.Format is OutputFormat.Json or OutputFormat.JsonLines)
        {
            JsonOutput.One(context, deleted, static (writer, count) =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("deleted", count);
                writer.WriteEndObject();
            });
        }
        else
        {
            context.Messages.Info(sentence);
        }
    }

    public static void WriteMembers(Utf8JsonWriter writer, TraceStoreStatistics statistics)
    {
        writer.WriteNumber("traces", statistics.Traces);
        writer.WriteNumber("spans", statistics.Spans);
        writer.WriteNumber("bytes", statistics.Bytes);
    }

    private static void WriteTable(Screen screen, StoreInfo info)
    {
        var (traces, spans, bytes) = info.Statistics;
        screen.Line(string.Create(
            CultureInfo.InvariantCulture, $"{info.Name}: {traces:N0} traces, {spans:N0} spans, {ByteSize.Format(bytes)}"));
        if (info.Sources.Count == 0)
            return;
        screen.Line();
        var table = new TableWriter(
            screen, new Column("SOURCE"), new Column("TRACES", IsRight: true), new Column("SPANS", IsRight: true),
            new Column("WITH ERRORS", IsRight: true), new Column("OLDEST"), new Column("NEWEST"));
        foreach (var source in info.Sources)
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

    private static void WriteCsv(CsvOutput csv, StoreInfo info)
    {
        csv.Header("source", "traces", "spans", "errors", "oldest", "newest");
        foreach (var source in info.Sources)
            csv.Row(source.Name, source.Traces, source.Spans, source.Errors, source.Oldest?.ToString(), source.Newest?.ToString());
    }

    private static void Write(Utf8JsonWriter writer, StoreInfo info)
    {
        writer.WriteStartObject();
        writer.WriteString("store", info.Name);
        WriteMembers(writer, info.Statistics);
        writer.WriteStartArray("sources");
        foreach (var source in info.Sources)
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

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
