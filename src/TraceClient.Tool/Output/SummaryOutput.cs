namespace TraceClient.Tool;

/// <summary>Writes a list of traces in the output format, one by one.</summary>
internal abstract class SummaryOutput : IDisposable
{
    public static SummaryOutput Of(CommandContext context) => context.Format switch
    {
        OutputFormat.Table => new SummaryTableOutput(context.Screen),
        OutputFormat.Csv => new SummaryCsvOutput(context.Streams.Out),
        _ => new SummaryJsonOutput(JsonOutput.Array(context)),
    };

    public abstract void Write(TraceSummary trace);

    public abstract void Finish();

    public virtual void Dispose()
    {
    }
}

/// <summary>Writes a list of traces as a table.</summary>
internal sealed class SummaryTableOutput(Screen screen) : SummaryOutput
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

/// <summary>Writes a list of traces as CSV.</summary>
internal sealed class SummaryCsvOutput(TextWriter writer) : SummaryOutput
{
    private readonly CsvOutput _csv = new(writer);
    private bool _hasHeader;

    public override void Write(TraceSummary trace)
    {
        WriteHeader();
        _csv.Row(
            trace.Reference.ToString(),
            trace.Source,
            trace.Id,
            trace.Name,
            trace.Status.ToString(),
            trace.RecordedAt?.ToString(),
            trace.StartTime?.ToString(),
            trace.EndTime?.ToString(),
            trace.Duration,
            trace.SessionId,
            trace.ServiceName,
            trace.User,
            trace.SpanCount,
            trace.ErrorCount);
    }

    public override void Finish() => WriteHeader();

    private void WriteHeader()
    {
        if (!_hasHeader)
            _csv.Row("reference", "source", "id", "name", "status", "recordedAt", "startTime", "endTime", "durationMs", "sessionId",
                "serviceName", "user", "spanCount", "errorCount");
        _hasHeader = true;
    }
}

/// <summary>Writes a list of traces as JSON.</summary>
internal sealed class SummaryJsonOutput(JsonOutput json) : SummaryOutput
{
    public override void Write(TraceSummary trace) =>
        json.Write(trace, static (writer, trace) => writer.WriteObject(trace, TraceJsonWriter.Write));

    public override void Finish() => json.Finish();

    public override void Dispose()
    {
        json.Dispose();
        base.Dispose();
    }
}
