namespace TraceClient.Tool;

/// <summary>Statistics as JSON.</summary>
internal static class StatsJson
{
    public static void Write(Utf8JsonWriter writer, TraceStatistics statistics)
    {
        writer.WriteStartObject();
        JsonMembers.Write(writer, "from", statistics.First);
        JsonMembers.Write(writer, "to", statistics.Last);
        writer.WriteStartObject("traces");
        WriteTally(writer, statistics.Traces);
        writer.WriteEndObject();
        if (statistics.Spans is not null)
        {
            writer.WriteStartObject("spans");
            WriteTally(writer, statistics.Spans);
            writer.WriteEndObject();
        }

        writer.WriteStartObject("groups");
        foreach (var grouping in statistics.Groupings)
        {
            writer.WriteStartArray(grouping.By.Name);
            foreach (var (key, tally) in grouping.Groups)
            {
                writer.WriteStartObject();
                writer.WriteString("key", key);
                WriteTally(writer, tally);
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

    /// <summary>One tally with what it is of.</summary>
    public static void WriteRow(Utf8JsonWriter writer, (string By, string? Key, Tally Tally) row)
    {
        writer.WriteStartObject();
        writer.WriteString("by", row.By);
        JsonMembers.Write(writer, "key", row.Key);
        WriteTally(writer, row.Tally);
        writer.WriteEndObject();
    }

    private static void WriteTally(Utf8JsonWriter writer, Tally tally)
    {
        writer.WriteNumber("count", tally.Count);
        writer.WriteNumber("known", tally.Known);
        writer.WriteNumber("errors", tally.Errors);
        if (tally.ErrorRate is { } rate)
            writer.WriteNumber("errorRate", Math.Round(rate, 4));
        if (tally.Durations.Count > 0)
        {
            writer.WriteStartObject("durationMs");
            writer.WriteNumber("count", tally.Durations.Count);
            JsonMembers.Write(writer, "p50", tally.Durations.Quantile(0.5));
            JsonMembers.Write(writer, "p95", tally.Durations.Quantile(0.95));
            JsonMembers.Write(writer, "p99", tally.Durations.Quantile(0.99));
            JsonMembers.Write(writer, "max", tally.Durations.Max);
            writer.WriteEndObject();
        }

        JsonMembers.Write(writer, "inputTokens", tally.InputTokens);
        JsonMembers.Write(writer, "outputTokens", tally.OutputTokens);
    }
}
