using Spectre.Console;
using TraceClient.Analysis;

namespace TraceClient.Tool;

/// <summary>Writes statistics as text.</summary>
internal sealed class StatsTable(Screen screen, TraceStatistics statistics, int top)
{
    public void Write()
    {
        var traces = statistics.Traces;
        var properties = new PropertyList(screen);
        properties.Title(traces.Count == 1 ? "1 trace" : string.Create(CultureInfo.InvariantCulture, $"{traces.Count} traces"));
        if (traces.Count == 0)
            return;
        if (statistics.First is not null)
            properties.Add("recorded", $"{ValueText.Of(statistics.First)} to {ValueText.Of(statistics.Last)}");
        AddGroup(properties, traces);
        if (statistics.Spans is { } spans)
        {
            properties.Add("spans", string.Create(CultureInfo.InvariantCulture, $"{spans.Count}, {spans.ErrorCount} failed"));
            properties.Add("tokens", spans.Usage is not { } usage
                ? null
                : $"{Text(usage.InputTokens)} in, {Text(usage.OutputTokens)} out");
        }

        foreach (var grouping in statistics.Groupings)
            WriteGrouping(grouping);
        if (statistics.Slowest.Count > 0)
            WriteSlowest();
    }

    private static void AddGroup(PropertyList properties, StatisticsGroup group)
    {
        properties.Add(
            "errors",
            string.Create(
                CultureInfo.InvariantCulture, $"{group.ErrorCount} failed of {group.KnownCount} with a known "
                    + $"status ({Percent(group.ErrorRate)})"),
            group.ErrorCount > 0 ? Styles.Bad : Styles.Plain);
        var durations = group.Durations;
        properties.Add("duration", durations.Count == 0 ? null
            : $"p50 {ValueText.Of(durations.Quantile(0.5))}, p95 {ValueText.Of(durations.Quantile(0.95))}, p99 "
                + $"{ValueText.Of(durations.Quantile(0.99))}, longest {ValueText.Of(durations.Max)}");
    }

    private void WriteGrouping(StatisticsGrouping grouping)
    {
        screen.Line();
        var hasTokens = grouping.Groups.Any(group => group.Usage is { InputTokens: not null } or { OutputTokens: not null });
        var table = new TableWriter(screen,
        [
            new Column($"BY {grouping.By.Name.ToUpperInvariant()}", MinWidth: 12),
            new Column(!grouping.By.IsOfSpans ? "TRACES" : "SPANS", IsRight: true),
            new Column("ERRORS", IsRight: true),
            new Column("RATE", IsRight: true),
            new Column("P50", IsRight: true),
            new Column("P95", IsRight: true),
            new Column("P99", IsRight: true),
            new Column("LONGEST", IsRight: true) { DropOrder = 1 },
            .. hasTokens ? [new Column("TOKENS IN", IsRight: true), new Column("OUT", IsRight: true)] : Array.Empty<Column>(),
        ]);
        var groups = grouping.Groups.ToList();
        foreach (var group in groups.Take(top))
        {
            table.Row(
            [
                (group.Key, Styles.Plain),
                (Text(group.Count), Styles.Plain),
                (Errors(group), group.ErrorCount > 0 ? Styles.Bad : Styles.Dim),
                (Percent(group.ErrorRate), group.ErrorCount > 0 ? Styles.Bad : Styles.Dim),
                (ValueText.Of(group.Durations.Quantile(0.5)), Styles.Plain),
                (ValueText.Of(group.Durations.Quantile(0.95)), Styles.Plain),
                (ValueText.Of(group.Durations.Quantile(0.99)), Styles.Plain),
                (ValueText.Of(group.Durations.Max), Styles.Plain),
                .. hasTokens
                    ? [(Text(group.Usage?.InputTokens), Styles.Plain), (Text(group.Usage?.OutputTokens), Styles.Plain)]
                    : Array.Empty<(string, Style)>(),
            ]);
        }

        table.Finish();
        if (groups.Count > top)
            screen.Line(($"{groups.Count - top} more. Use --top {groups.Count} to show all.", Styles.Dim));
    }

    private void WriteSlowest()
    {
        screen.Line();
        var table = new TableWriter(
            screen,
            new Column("SLOWEST", IsRight: true),
            new Column("STATUS"),
            new Column("NAME", MinWidth: 20),
            new Column("RECORDED") { DropOrder = 1 },
            new Column("REFERENCE") { MayStandBelow = true });
        foreach (var trace in statistics.Slowest)
        {
            table.Row(
                (ValueText.Of(trace.Duration), Styles.Plain),
                (ValueText.Of(trace.Status), Styles.Of(trace.Status)),
                (trace.Name, Styles.Plain),
                (ValueText.Of(trace.RecordedAt ?? trace.StartTime), Styles.Dim),
                (trace.Reference.ToString(), Styles.Dim));
        }

        table.Finish();
    }

    // The rate is of the items with a known status; their number is shown if it is not the total.
    private static string Errors(StatisticsGroup group) => group.KnownCount == 0 ? "-"
        : group.KnownCount == group.Count ? Text(group.ErrorCount)
        : string.Create(CultureInfo.InvariantCulture, $"{group.ErrorCount} of {group.KnownCount}");

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private static string Percent(double? part) =>
        part is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value * 100:0.#} %") : "-";
}
