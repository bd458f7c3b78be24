namespace TraceClient.Tool;

/// <summary>Writes traces as text: a header, and a tree with bars.</summary>
internal sealed class TraceTreeOutput(Screen screen, TraceDetailOptions detail) : TraceOutput
{
    private bool _isFirst = true;

    public override void Write(Trace trace, SpanSelection spans)
    {
        if (!_isFirst)
            screen.Line();
        _isFirst = false;

        if (detail.ForSpan && spans.Roots is [var span])
            SpanHeader.Write(screen, trace, span);
        else
            TraceHeader.Write(screen, trace);
        if (spans.Roots.Count == 0)
            return;
        screen.Line();
        new SpanTable(screen, spans, detail).Write();
    }
}

/// <summary>Represents the level of detail of a trace.</summary>
/// <param name="Records">Whether to show records.</param>
/// <param name="Attributes">Whether to show attributes.</param>
/// <param name="ForSpan">Whether to show the details of one span.</param>
internal sealed record TraceDetailOptions(bool Records, bool Attributes, bool ForSpan);
