namespace TraceClient.Tool;

/// <summary>One trace as an object, or several as an array of them.</summary>
internal sealed class TraceJsonOutput(CommandContext context, bool isOne) : TraceOutput
{
    private readonly JsonOutput? _array = isOne ? null : JsonOutput.Array(context);
    private readonly Action<Utf8JsonWriter, Record> _record = ContentOption.WriterOf(context);

    public override void Write(Trace trace, SpanSelection spans)
    {
        if (_array is null)
            JsonOutput.One(context, (trace, spans), Write);
        else
            _array.Write((trace, spans), Write);
    }

    public override void Finish() => _array?.Finish();

    public override void Dispose()
    {
        _array?.Dispose();
        base.Dispose();
    }

    private void Write(Utf8JsonWriter writer, (Trace Trace, SpanSelection Spans) one) => writer.WriteObject(one, (writer, one) =>
    {
        TraceJsonWriter.WriteHeader(writer, one.Trace);
        TraceJsonWriter.WriteSpans(writer, one.Spans.Spans, _record);
    });
}
