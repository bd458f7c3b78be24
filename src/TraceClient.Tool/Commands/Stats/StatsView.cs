using Spectre.Console;

namespace TraceClient.Tool;

/// <summary>Statistics for a person.</summary>
internal sealed class StatsView(Screen screen, TraceStatistics statistics, int top)
{
    public void Write()
    {
        var traces = statistics.Traces;
        var facts = new FactList(screen);
        facts.Title(traces.Count == 1 ? "1 trace" : string.Create(CultureInfo.InvariantCulture, $"{traces.Count} traces"));
        if (traces.Count == 0)
            return;
        facts.Add("recorded", statistics.First is null ? null : $"{ValueText.Of(statistics.First)} to {ValueText.Of(statistics.Last)}");
        AddTally(facts, traces);
        if (statistics.Spans is { } spans)
        {
            facts.Add("spans", string.Create(CultureInfo.InvariantCulture, $"{spans.Count}, {spans.Errors} failed"));
            facts.Add("tokens", spans is { InputTokens: null, OutputTokens: null }
                ? null
                : $"{Text(spans.InputTokens)} in, {Text(spans.OutputTokens)} out");
        }

        foreach (var grouping in statistics.Groupings)
            WriteGrouping(grouping);
        if (statistics.Slowest.Count > 0)
            WriteSlowest();
    }

    private static void AddTally(FactList facts, Tally tally)
    {
        facts.Add(
            "errors",
            string.Create(
                CultureInfo.InvariantCulture, $"{tally.Errors} failed of {tally.Known} with a known status ({Percent(tally.ErrorRate)})"),
            tally.Errors > 0 ? Styles.Bad : Styles.Plain);
        var durations = tally.Durations;
        facts.Add("duration", durations.Count == 0 ? null
            : $"p50 {ValueText.Of(durations.Quantile(0.5))}, p95 {ValueText.Of(durations.Quantile(0.95))}, p99 "
                + $"{ValueText.Of(durations.Quantile(0.99))}, longest {ValueText.Of(durations.Max)}");
    }

    private void WriteGrouping(Grouping grouping)
    {
        screen.Line();
        var hasTokens = grouping.Groups.Any(group => group.Value is { InputTokens: not null } or { OutputTokens: not null });
        var table = new TableWriter(screen,
        [
            new Column($"BY {grouping.By.Name.ToUpperInvariant()}", MinWidth: 12),
            new Column(grouping.By.OfSpan is null ? "TRACES" : "SPANS", IsRight: true),
            new Column("ERRORS", IsRight: true),
            new Column("RATE", IsRight: true),
            new Column("P50", IsRight: true),
            new Column("P95", IsRight: true),
            new Column("P99", IsRight: true),
            new Column("LONGEST", IsRight: true) { DropOrder = 1 },
            .. hasTokens ? [new Column("TOKENS IN", IsRight: true), new Column("OUT", IsRight: true)] : Array.Empty<Column>(),
        ]);
        var groups = grouping.Groups.ToList();
        foreach (var (key, tally) in groups.Take(top))
        {
            table.Row(
            [
                (key, Styles.Plain),
                (Text(tally.Count), Styles.Plain),
                (Errors(tally), tally.Errors > 0 ? Styles.Bad : Styles.Dim),
                (Percent(tally.ErrorRate), tally.Errors > 0 ? Styles.Bad : Styles.Dim),
                (ValueText.Of(tally.Durations.Quantile(0.5)), Styles.Plain),
                (ValueText.Of(tally.Durations.Quantile(0.95)), Styles.Plain),
                (ValueText.Of(tally.Durations.Quantile(0.99)), Styles.Plain),
                (ValueText.Of(tally.Durations.Max), Styles.Plain),
                .. hasTokens
                    ? [(Text(tally.InputTokens), Styles.Plain), (Text(tally.OutputTokens), Styles.Plain)]
                    : Array.Empty<(string, Style)>(),
            ]);
        }

        table.Finish();
        if (groups.Count > top)
            screen.Line(($"and {groups.Count - top} more; --top {groups.Count} shows all", Styles.Dim));
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

    // A rate is of those whose status is known, which are named where they are not all.
    private static string Errors(Tally tally) => tally.Known == 0 ? "-"
        : tally.Known == tally.Count ? Text(tally.Errors)
        : string.Create(CultureInfo.InvariantCulture, $"{tally.Errors} of {tally.Known}");

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private static string Percent(double? part) =>
        part is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value * 100:0.#} %") : "-";
}
