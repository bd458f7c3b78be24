namespace TraceClient.Tool;

/// <summary>One trace as an object, or several as an array of them.</summary>
internal sealed class TraceJsonOutput(CommandContext context, bool isOne) : TraceOutput
{
    private readonly JsonOutput? _array = isOne ? null : JsonOutput.Array(context);

    public override void Write(Trace trace, SpanSelection spans)
    {
        if (_array is null)
            JsonOutput.One(context, (trace, spans), static (writer, one) => TraceJson.Write(writer, one.trace, one.spans.Spans));
        else
            _array.Write((trace, spans), static (writer, one) => TraceJson.Write(writer, one.trace, one.spans.Spans));
    }

    public override void Finish() => _array?.Finish();

    public override void Dispose()
    {
        _array?.Dispose();
        base.Dispose();
    }
}
