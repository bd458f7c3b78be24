using TraceClient.Analysis;

namespace TraceClient.Tool;

/// <summary>Writes statistics in the output format.</summary>
internal static class StatsOutput
{
    public static void Write(CommandContext context, TraceStatistics statistics, int top)
    {
        switch (context.Format)
        {
            case OutputFormat.Table:
                new StatsTable(context.Screen, statistics, top).Write();
                break;
            case OutputFormat.Csv or OutputFormat.Rows:
                StatsCsv.Write(CsvOutput.Of(context), statistics);
                break;
            case OutputFormat.JsonLines:
                using (var lines = JsonOutput.Lines(context))
                {
                    foreach (var row in RowsOf(statistics))
                        lines.Write(row, StatsJson.WriteRow);
                }

                break;
            default:
                JsonOutput.One(context, statistics, StatsJson.Write);
                break;
        }
    }

    /// <summary>Returns all groups in one list.</summary>
    public static IEnumerable<(string By, string? Key, StatisticsGroup Statistics)> RowsOf(TraceStatistics statistics)
    {
        yield return ("traces", null, statistics.Traces);
        if (statistics.Spans is not null)
            yield return ("spans", null, statistics.Spans);
        foreach (var grouping in statistics.Groupings)
        {
            foreach (var group in grouping.Groups)
                yield return (grouping.By.Name, group.Key, group);
        }
    }
}

/// <summary>Writes statistics as CSV, one row per group.</summary>
internal static class StatsCsv
{
    public static void Write(CsvOutput csv, TraceStatistics statistics)
    {
        csv.Header("by", "key", "count", "errors", "errorRate", "p50Ms", "p95Ms", "p99Ms", "maxMs", "inputTokens", "outputTokens", "known");
        foreach (var (by, key, group) in StatsOutput.RowsOf(statistics))
        {
            csv.Row(
                by,
                key,
                group.Count,
                group.ErrorCount,
                group.ErrorRate?.ToString("0.####", CultureInfo.InvariantCulture),
                group.Durations.Quantile(0.5),
                group.Durations.Quantile(0.95),
                group.Durations.Quantile(0.99),
                group.Durations.Max,
                group.Usage?.InputTokens,
                group.Usage?.OutputTokens,
                group.KnownCount);
        }
    }
}

/// <summary>Writes statistics as JSON.</summary>
internal static class StatsJson
{
    public static void Write(Utf8JsonWriter writer, TraceStatistics statistics)
    {
        writer.WriteStartObject();
        JsonMembers.Write(writer, "from", statistics.First);
        JsonMembers.Write(writer, "to", statistics.Last);
        writer.WriteStartObject("traces");
        WriteGroup(writer, statistics.Traces);
        writer.WriteEndObject();
        if (statistics.Spans is not null)
        {
            writer.WriteStartObject("spans");
            WriteGroup(writer, statistics.Spans);
            writer.WriteEndObject();
        }

        writer.WriteStartObject("groups");
        foreach (var grouping in statistics.Groupings)
        {
            writer.WriteStartArray(grouping.By.Name);
            foreach (var group in grouping.Groups)
            {
                writer.WriteStartObject();
                writer.WriteString("key", group.Key);
                WriteGroup(writer, group);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteStartArray("slowest");
        foreach (var trace in statistics.Slowest)
            writer.WriteObject(trace, TraceJsonWriter.Write);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes one group.</summary>
    public static void WriteRow(Utf8JsonWriter writer, (string By, string? Key, StatisticsGroup Statistics) row)
    {
        writer.WriteStartObject();
        writer.WriteString("by", row.By);
        JsonMembers.Write(writer, "key", row.Key);
        WriteGroup(writer, row.Statistics);
        writer.WriteEndObject();
    }

    private static void WriteGroup(Utf8JsonWriter writer, StatisticsGroup group)
    {
        writer.WriteNumber("count", group.Count);
        writer.WriteNumber("known", group.KnownCount);
        writer.WriteNumber("errors", group.ErrorCount);
        if (group.ErrorRate is { } rate)
            writer.WriteNumber("errorRate", Math.Round(rate, 4));
        if (group.Durations.Count > 0)
        {
            writer.WriteStartObject("durationMs");
            writer.WriteNumber("count", group.Durations.Count);
            JsonMembers.Write(writer, "p50", group.Durations.Quantile(0.5));
            JsonMembers.Write(writer, "p95", group.Durations.Quantile(0.95));
            JsonMembers.Write(writer, "p99", group.Durations.Quantile(0.99));
            JsonMembers.Write(writer, "max", group.Durations.Max);
            writer.WriteEndObject();
        }

        JsonMembers.Write(writer, "inputTokens", group.Usage?.InputTokens);
        JsonMembers.Write(writer, "outputTokens", group.Usage?.OutputTokens);
    }
}
