namespace TraceClient.Tool;

/// <summary>Writes a list of traces in the output format, one by one.</summary>
internal abstract class SummaryOutput : IDisposable
{
    /// <summary>Creates the output of <c>tracectl list</c>, with its options for columns and members.</summary>
    /// <exception cref="UsageException">The options cannot be used with the format.</exception>
    public static SummaryOutput Of(CommandContext context, IReadOnlyList<string> sources)
    {
        var members = context.Arguments.GetResult(MembersOption.Members) is null ? null : context.Arguments.GetValue(MembersOption.Members);
        var isJson = context.Format is OutputFormat.Json or OutputFormat.JsonLines;
        if (members is not null && !isJson)
            throw new UsageException("--json can only be used with --output json or jsonl.", "tracectl list --help");
        if (isJson && context.Arguments.GetResult(SummaryColumn.Option) is not null)
            throw new UsageException("--columns cannot be used with JSON. Use --json to select members.", "tracectl list --help");
        return context.Format switch
        {
            OutputFormat.Rows => new SummaryRowsOutput(context.Streams.Out, SummaryColumn.OfRows(context), sources),
            OutputFormat.Table => TableOf(context, sources),
            OutputFormat.Csv when SummaryColumn.Chosen(context) is { } chosen => new ColumnCsvOutput(context.Streams.Out, chosen, sources),
            OutputFormat.Csv => new SummaryCsvOutput(context.Streams.Out),
            _ => new SummaryJsonOutput(JsonOutput.Array(context), members),
        };
    }

    /// <summary>Creates a table.</summary>
    public static SummaryOutput TableOf(CommandContext context, IReadOnlyList<string> sources) =>
        new SummaryTableOutput(context.Screen, SummaryColumn.OfTable(context), sources);

    public abstract void Write(TraceSummary trace);

    public abstract void Finish();

    public virtual void Dispose()
    {
    }
}

/// <summary>Writes a list of traces in columns.</summary>
internal abstract class ColumnOutput(IReadOnlyList<string> sources) : SummaryOutput
{
    private readonly ShortReferences _references = new(sources);
    private int _count;

    public sealed override void Write(TraceSummary trace) => Write(new SummaryRow(trace, ++_count, _references.Of(trace.Reference)));

    protected abstract void Write(SummaryRow row);
}

/// <summary>Writes a list of traces as a table.</summary>
internal sealed class SummaryTableOutput(Screen screen, IReadOnlyList<SummaryColumn> columns, IReadOnlyList<string> sources)
    : ColumnOutput(sources)
{
    private readonly TableWriter _table = new(screen, [.. columns.Select(column => column.Layout)]);

    public override void Finish() => _table.Finish();

    protected override void Write(SummaryRow row) => _table.Row([.. columns.Select(column => column.Cell(row))]);
}

/// <summary>Writes a list of traces as tab-separated values without a header, for programs that read lines.</summary>
internal sealed class SummaryRowsOutput(TextWriter writer, IReadOnlyList<SummaryColumn> columns, IReadOnlyList<string> sources)
    : ColumnOutput(sources)
{
    public override void Finish()
    {
    }

    protected override void Write(SummaryRow row) =>
        writer.WriteLine(string.Join('\t', columns.Select(column => TerminalText.OneLine(column.Value(row) ?? ""))));
}

/// <summary>Writes chosen columns of a list of traces as CSV.</summary>
internal sealed class ColumnCsvOutput(TextWriter writer, IReadOnlyList<SummaryColumn> columns, IReadOnlyList<string> sources)
    : ColumnOutput(sources)
{
    private readonly CsvOutput _csv = new(writer);
    private bool _hasHeader;

    public override void Finish() => WriteHeader();

    protected override void Write(SummaryRow row)
    {
        WriteHeader();
        _csv.Row(columns.Select(column => (CsvField)column.Value(row)));
    }

    private void WriteHeader()
    {
        if (!_hasHeader)
            _csv.Header(columns.Select(column => column.Name));
        _hasHeader = true;
    }
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
            _csv.Header("reference", "source", "id", "name", "status", "recordedAt", "startTime", "endTime", "durationMs", "sessionId",
                "serviceName", "user", "spanCount", "errorCount");
        _hasHeader = true;
    }
}

/// <summary>Writes a list of traces as JSON.</summary>
/// <param name="json">The output.</param>
/// <param name="members">The members to write; null for all.</param>
internal sealed class SummaryJsonOutput(JsonOutput json, IReadOnlyList<string>? members = null) : SummaryOutput
{
    private readonly Action<Utf8JsonWriter, TraceSummary> _write = members is null
        ? static (writer, trace) => writer.WriteObject(trace, TraceJsonWriter.Write)
        : MembersOption.WriterOf(members);

    public override void Write(TraceSummary trace) => json.Write(trace, _write);

    public override void Finish() => json.Finish();

    public override void Dispose()
    {
        json.Dispose();
        base.Dispose();
    }
}
