namespace TraceClient.Tool;

/// <summary>Writes new traces in the output format.</summary>
internal abstract class NewTraceWriter : IDisposable
{
    public static NewTraceWriter Of(CommandContext context) => context.Format switch
    {
        OutputFormat.Table => new Lines(context.Screen),
        OutputFormat.Csv => new Rows(new SummaryCsvOutput(context.Streams.Out)),
        _ => new Rows(new SummaryJsonOutput(JsonOutput.Lines(context))),
    };

    public abstract void Write(TraceSummary trace);

    public virtual void Dispose()
    {
    }

    /// <summary>Writes lines, since the column widths of a table depend on rows that are not known yet.</summary>
    private sealed class Lines(Screen screen) : NewTraceWriter
    {
        private const int NameWidth = 28;

        public override void Write(TraceSummary trace)
        {
            var time = $"{ValueText.Of(trace.RecordedAt ?? trace.StartTime)}  ";
            var status = $"{ValueText.Of(trace.Status),-7}  ";
            var duration = $"{ValueText.Of(trace.Duration),8}  ";
            var name = CellText.Cut(TerminalText.OneLine(trace.Name), NameWidth);
            var reference = $"  {trace.Reference}";
            var isOneLine = time.Length + status.Length + duration.Length + NameWidth + reference.Length <= screen.Width;
            screen.Line(
                (time, Styles.Dim), (status, Styles.Of(trace.Status)), (duration, Styles.Plain),
                (isOneLine ? CellText.Pad(name, NameWidth) : name, Styles.Plain), (isOneLine ? reference : "", Styles.Dim));
            if (!isOneLine)
                screen.Line((reference, Styles.Dim));
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
