using System.CommandLine;
using Spectre.Console;

namespace TraceClient.Tool;

/// <summary>Represents a column of a list of traces.</summary>
/// <param name="Name">The name for <c>--columns</c>.</param>
/// <param name="Layout">The layout in a table.</param>
/// <param name="Cell">Returns the text and style in a table.</param>
/// <param name="Value">Returns the value in rows and CSV; null if it is not known.</param>
internal sealed record SummaryColumn(
    string Name, Column Layout, Func<SummaryRow, (string Text, Style Style)> Cell, Func<SummaryRow, string?> Value)
{
    private static readonly string[] Common = ["row", "ref", "name", "status", "recorded", "duration", "spans", "errors"];
    private static readonly string[] Wide = [.. Common, "types", "model", "tokens", "cost", "reference"];
    private static readonly string[] Rows = ["reference", "name", "status", "recorded", "duration", "spans", "errors"];

    /// <summary>Gets all columns.</summary>
    public static IReadOnlyList<SummaryColumn> All { get; } =
    [
        new("row", new Column("ROW") { DropOrder = 4 }, row => (row.NumberText, Styles.Dim), row => row.NumberText),
        Text("ref", row => row.Short, Styles.Accent),
        Text("reference", row => row.Trace.Reference.ToString(), Styles.Dim),
        Text("source", row => row.Trace.Source, Styles.Accent),
        Text("name", row => row.Trace.Name, Styles.Plain) with
        {
            Layout = new Column("NAME", MinWidth: 8) { GoodWidth = 20 },
        },
        new("status", new Column("STATUS"),
            row => (ValueText.Of(row.Trace.Status), Styles.Of(row.Trace.Status)), row => row.Trace.Status.ToString()),
        Time("recorded", trace => trace.RecordedAt ?? trace.StartTime),
        Time("started", trace => trace.StartTime),
        Time("ended", trace => trace.EndTime),
        new("duration", new Column("DURATION", IsRight: true) { DropOrder = 3 },
            row => (ValueText.Of(row.Trace.Duration), Styles.Plain),
            row => row.Trace.Duration?.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)),
        Number("spans", row => row.Trace.SpanCount, dropOrder: 1),
        new("errors", new Column("ERRORS", IsRight: true) { DropOrder = 2 },
            row => (ValueText.Of(row.Trace.ErrorCount), row.Trace.ErrorCount > 0 ? Styles.Bad : Styles.Dim),
            row => row.Trace.ErrorCount?.ToString(CultureInfo.InvariantCulture)),
        Text("types", row => row.Trace.SpanTypes is { } types ? string.Join(',', types.Select(type => type.Value)) : null, Styles.Plain, 8),
        Text("model", row => row.Trace.Model, Styles.Plain, 8),
        Number("tokens", row => row.Trace.Usage?.TotalTokens),
        new("cost", new Column("COST", IsRight: true), row => (CostOf(row.Trace) ?? "-", Styles.Plain), row => CostOf(row.Trace)),
        Text("session", row => row.Trace.SessionId, Styles.Plain, 8),
        Text("service", row => row.Trace.ServiceName, Styles.Plain, 8),
        Text("user", row => row.Trace.User, Styles.Plain, 8),
    ];

    /// <summary>Gets <c>--columns</c>.</summary>
    public static Option<string[]> Option { get; } = NamesOption.Create(
        "--columns", "Columns of a table, of tab-separated rows or of CSV, separated by commas: "
            + string.Join(", ", All.Select(column => column.Name)) + ".",
        "NAMES", [.. All.Select(column => column.Name)]);

    /// <summary>Returns the columns of a table.</summary>
    public static IReadOnlyList<SummaryColumn> OfTable(CommandContext context) =>
        Chosen(context) is { } chosen ? [.. chosen.Select(Keep)]
        : context.IsWide ? [.. Find(Wide).Select(Widen)]
        : Find(Common);

    /// <summary>Returns the columns of tab-separated rows.</summary>
    public static IReadOnlyList<SummaryColumn> OfRows(CommandContext context) => Chosen(context) ?? Find(Rows);

    /// <summary>Returns the columns of <c>--columns</c>; null without it.</summary>
    public static IReadOnlyList<SummaryColumn>? Chosen(CommandContext context) =>
        context.Arguments.GetResult(Option) is { Tokens.Count: > 0 } ? Find(context.Arguments.GetValue(Option) ?? []) : null;

    private static IReadOnlyList<SummaryColumn> Find(IEnumerable<string> names) =>
        [.. names.Select(name => All.First(column => column.Name == name))];

    private static SummaryColumn Keep(SummaryColumn column) =>
        column with { Layout = column.Layout with { DropOrder = 0, GoodWidth = null } };

    private static SummaryColumn Widen(SummaryColumn column) =>
        column with { Layout = new(column.Layout.Title, column.Layout.IsRight) };

    private static SummaryColumn Text(string name, Func<SummaryRow, string?> value, Style style, int? minWidth = null) =>
        new(name, new Column(name.ToUpperInvariant(), MinWidth: minWidth), row => (value(row) ?? "-", style), value);

    private static SummaryColumn Number(string name, Func<SummaryRow, long?> value, int dropOrder = 0) => new(
        name,
        new Column(name.ToUpperInvariant(), IsRight: true) { DropOrder = dropOrder },
        row => (value(row)?.ToString(CultureInfo.InvariantCulture) ?? "-", Styles.Plain),
        row => value(row)?.ToString(CultureInfo.InvariantCulture));

    private static SummaryColumn Time(string name, Func<TraceSummary, TraceTimestamp?> value) => new(
        name,
        new Column(name.ToUpperInvariant()),
        row => (ValueText.Of(value(row.Trace)), Styles.Dim),
        row => value(row.Trace)?.ToString());

    private static string? CostOf(TraceSummary trace) =>
        trace.Usage is { Costs.Count: > 0 } usage ? string.Join(" + ", usage.Costs.Select(cost => cost.ToString())) : null;
}

/// <summary>Represents a trace in a list.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="Number">The number of the row, from 1.</param>
/// <param name="Short">The short reference.</param>
internal sealed record SummaryRow(TraceSummary Trace, int Number, string Short)
{
    /// <summary>Gets the number as a reference, such as <c>@1</c>.</summary>
    public string NumberText => string.Create(CultureInfo.InvariantCulture, $"@{Number}");
}
