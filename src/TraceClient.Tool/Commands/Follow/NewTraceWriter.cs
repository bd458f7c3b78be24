namespace TraceClient.Tool;

/// <summary>Writes new traces in the output format.</summary>
internal abstract class NewTraceWriter : IDisposable
{
    public static NewTraceWriter Of(CommandContext context, IReadOnlyList<string> sources) => context.Format switch
    {
        OutputFormat.Rows => new Rows(new SummaryRowsOutput(context.Streams.Out, SummaryColumn.OfRows(context), sources)),
        OutputFormat.Table => new Lines(context.Screen, new ShortReferences(sources)),
        OutputFormat.Csv => new Rows(new SummaryCsvOutput(context.Streams.Out)),
        _ => new Rows(new SummaryJsonOutput(JsonOutput.Lines(context))),
    };

    public abstract void Write(TraceSummary trace);

    public virtual void Dispose()
    {
    }

    /// <summary>Writes lines, since the column widths of a table depend on rows that are not known yet.</summary>
    private sealed class Lines(Screen screen, ShortReferences references) : NewTraceWriter
    {
        private const int MinNameWidth = 8;

        public override void Write(TraceSummary trace)
        {
            var time = $"{ValueText.Of(trace.RecordedAt ?? trace.StartTime)}  ";
            var status = $"{ValueText.Of(trace.Status),-7}  ";
            var duration = $"{ValueText.Of(trace.Duration),8}  ";
            var reference = $"{references.Of(trace.Reference)}  ";
            screen.Line(
                (time, Styles.Dim), (reference, Styles.Accent), (status, Styles.Of(trace.Status)), (duration, Styles.Plain),
                (CellText.Cut(TerminalText.OneLine(trace.Name), Math.Max(MinNameWidth,
                    screen.Width - time.Length - reference.Length - status.Length - duration.Length)), Styles.Plain));
        }
    }

    private sealed class Rows(SummaryOutput output) : NewTraceWriter
    {
        public override void Write(TraceSummary trace) => output.Write(trace);

        public override void Dispose()
        {
            output.Dispose();
            base.Dispose();
        }
    }
}
