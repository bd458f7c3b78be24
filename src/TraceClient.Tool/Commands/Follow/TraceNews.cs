namespace TraceClient.Tool;

/// <summary>New traces as they come, in one of the forms.</summary>
internal abstract class TraceNews : IDisposable
{
    public static TraceNews Of(CommandContext context) => context.Format switch
    {
        OutputFormat.Table => new Lines(context.Screen),
        OutputFormat.Csv => new Rows(new SummaryCsv(context.Streams.Out)),
        _ => new Rows(new SummaryJsonOutput(JsonOutput.Lines(context))),
    };

    public abstract void Write(TraceSummary trace);

    public virtual void Dispose()
    {
    }

    /// <summary>A line each: a table would have to know its rows before it has them.</summary>
    private sealed class Lines(Screen screen) : TraceNews
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

    private sealed class Rows(SummaryOutput output) : TraceNews
    {
        public override void Write(TraceSummary trace) => output.Write(trace);

        public override void Dispose()
        {
            output.Dispose();
            base.Dispose();
        }
    }
}
