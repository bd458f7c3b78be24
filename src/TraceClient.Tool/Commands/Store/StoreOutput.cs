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
                SourceCounts.WriteCsv(CsvOutput.Of(context), info.Sources);
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
        SourceCounts.WriteTable(screen, info.Sources);
    }

    private static void Write(Utf8JsonWriter writer, StoreInfo info)
    {
        writer.WriteStartObject();
        writer.WriteString("store", info.Name);
        WriteMembers(writer, info.Statistics);
        writer.WriteStartArray("sources");
        foreach (var source in info.Sources)
            SourceCounts.Write(writer, source);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
