namespace TraceClient.Tool;

/// <summary>A list of traces in one of the forms, written as it comes.</summary>
internal abstract class SummaryOutput : IDisposable
{
    public static SummaryOutput Of(CommandContext context) => context.Format switch
    {
        OutputFormat.Table => new SummaryTable(context.Screen),
        OutputFormat.Csv => new SummaryCsv(context.Streams.Out),
        _ => new SummaryJsonOutput(JsonOutput.Array(context)),
    };

    public abstract void Write(TraceSummary trace);

    public abstract void Finish();

    public virtual void Dispose()
    {
    }
}
