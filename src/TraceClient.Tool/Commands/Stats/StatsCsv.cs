namespace TraceClient.Tool;

/// <summary>Statistics as comma-separated values, a tally a row.</summary>
internal static class StatsCsv
{
    public static void Write(TextWriter writer, TraceStatistics statistics)
    {
        var csv = new CsvOutput(writer);
        csv.Row("by", "key", "count", "errors", "errorRate", "p50Ms", "p95Ms", "p99Ms", "maxMs", "inputTokens", "outputTokens", "known");
        foreach (var (by, key, tally) in StatsOutput.RowsOf(statistics))
        {
            csv.Row(
                by,
                key,
                Text(tally.Count),
                Text(tally.Errors),
                tally.ErrorRate?.ToString("0.####", CultureInfo.InvariantCulture),
                Text(tally.Durations.Quantile(0.5)),
                Text(tally.Durations.Quantile(0.95)),
                Text(tally.Durations.Quantile(0.99)),
                Text(tally.Durations.Max),
                Text(tally.InputTokens),
                Text(tally.OutputTokens),
                Text(tally.Known));
        }
    }

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Text(TimeSpan? time) => time?.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
}
