namespace TraceClient.Tool;

/// <summary>Traces as lines of a table.</summary>
internal sealed class SummaryTable(Screen screen) : SummaryOutput
{
    private readonly TableWriter _table = new(
        screen,
        new Column("SOURCE") { DropOrder = 1 },
        new Column("NAME", MinWidth: 20),
        new Column("STATUS"),
        new Column("RECORDED"),
        new Column("DURATION", IsRight: true),
        new Column("SPANS", IsRight: true) { DropOrder = 2 },
        new Column("ERRORS", IsRight: true) { DropOrder = 3 },
        new Column("REFERENCE") { MayStandBelow = true });

    public override void Write(TraceSummary trace) => _table.Row(
        (trace.Source, Styles.Accent),
        (trace.Name, Styles.Plain),
        (ValueText.Of(trace.Status), Styles.Of(trace.Status)),
        (ValueText.Of(trace.RecordedAt ?? trace.StartTime), Styles.Dim),
        (ValueText.Of(trace.Duration), Styles.Plain),
        (ValueText.Of(trace.SpanCount), Styles.Plain),
        (ValueText.Of(trace.ErrorCount), trace.ErrorCount > 0 ? Styles.Bad : Styles.Dim),
        (trace.Reference.ToString(), Styles.Dim));

    public override void Finish() => _table.Finish();
}
