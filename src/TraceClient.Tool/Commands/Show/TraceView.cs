namespace TraceClient.Tool;

/// <summary>Traces for a person.</summary>
internal sealed class TraceView(Screen screen, TraceDetail detail) : TraceOutput
{
    private bool _isFirst = true;

    public override void Write(Trace trace, SpanSelection spans)
    {
        if (!_isFirst)
            screen.Line();
        _isFirst = false;

        if (detail.IsSpan && spans.Roots is [var span])
            SpanHeader.Write(screen, trace, span);
        else
            TraceHeader.Write(screen, trace);
        if (spans.Roots.Count == 0)
            return;
        screen.Line();
        new SpanTable(screen, spans, detail).Write();
    }

    public override void Finish()
    {
        // Each line is whole.
    }
}
