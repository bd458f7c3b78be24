namespace TraceClient.Tool;

/// <summary>Records in one of the forms.</summary>
internal abstract class RecordOutput : IDisposable
{
    public static RecordOutput Of(CommandContext context) => context.Format switch
    {
        OutputFormat.Table => new RecordView(context.Screen),
        OutputFormat.Csv => new RecordCsv(context.Streams.Out),
        _ => new RecordJsonOutput(JsonOutput.Array(context)),
    };

    /// <summary>Goes on to another trace.</summary>
    public virtual void Begin(Trace trace)
    {
    }

    public abstract void Write(Trace trace, RecordStep step);

    public virtual void Finish()
    {
    }

    public virtual void Dispose()
    {
    }
}
