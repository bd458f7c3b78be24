namespace TraceClient.Tool;

/// <summary>Whole traces in one of the forms.</summary>
internal abstract class TraceOutput : IDisposable
{
    public abstract void Write(Trace trace, SpanSelection spans);

    public abstract void Finish();

    public virtual void Dispose()
    {
    }
}
