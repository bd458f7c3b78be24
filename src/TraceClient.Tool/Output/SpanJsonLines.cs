namespace TraceClient.Tool;

/// <summary>Traces as their spans, one a line, each with its trace's reference.</summary>
internal sealed class SpanJsonLines(CommandContext context) : TraceOutput
{
    private readonly JsonOutput _lines = JsonOutput.Array(context);

    public override void Write(Trace trace, SpanSelection spans)
    {
        foreach (var span in spans.Spans)
            _lines.Write((trace, span), static (writer, line) => SpanJson.Write(writer, line.span, line.trace.Reference));
    }

    public override void Finish() => _lines.Finish();

    public override void Dispose()
    {
        _lines.Dispose();
        base.Dispose();
    }
}
