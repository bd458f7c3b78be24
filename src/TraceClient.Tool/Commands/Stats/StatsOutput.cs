namespace TraceClient.Tool;

/// <summary>Statistics in one of the forms.</summary>
internal static class StatsOutput
{
    public static void Write(CommandContext context, TraceStatistics statistics, int top)
    {
        switch (context.Format)
        {
            case OutputFormat.Table:
                new StatsView(context.Screen, statistics, top).Write();
                break;
            case OutputFormat.Csv:
                StatsCsv.Write(context.Streams.Out, statistics);
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

    /// <summary>All tallies in one list, each with what it is of.</summary>
    public static IEnumerable<(string By, string? Key, Tally Tally)> RowsOf(TraceStatistics statistics)
    {
        yield return ("traces", null, statistics.Traces);
        if (statistics.Spans is not null)
            yield return ("spans", null, statistics.Spans);
        foreach (var grouping in statistics.Groupings)
        {
            foreach (var (key, tally) in grouping.Groups)
                yield return (grouping.By.Name, key, tally);
        }
    }
}
