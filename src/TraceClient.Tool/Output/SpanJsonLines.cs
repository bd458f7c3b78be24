namespace TraceClient.Tool;

/// <summary>Traces as their spans, one a line, each with its trace's reference.</summary>
internal sealed class SpanJsonLines(CommandContext context) : TraceOutput
{
    private readonly JsonOutput _lines = JsonOutput.Array(context);
    private readonly Action<Utf8JsonWriter, Record> _record = ContentOption.WriterOf(context);

    public override void Write(Trace trace, SpanSelection spans)
    {
        foreach (var span in spans.Spans)
            _lines.Write((trace, span), Write);
    }

    public override void Finish() => _lines.Finish();

    public override void Dispose()
    {
        _lines.Dispose();
        base.Dispose();
    }

    private void Write(Utf8JsonWriter writer, (Trace Trace, Span Span) line) => writer.WriteObject(
        line, (writer, line) => TraceJsonWriter.Write(writer.Write("trace", line.Trace.Reference.ToString()), line.Span, _record));
}
