namespace TraceClient.Otlp;

/// <summary>The OTLP ids of one source's spans. Most spans are children or siblings of the one before: their parent's id is not made anew.</summary>
internal sealed class SpanIds(string source)
{
    private (string? Id, string Wire) _span = (null, "");
    private (string? Id, string Wire) _parent = (null, "");

    /// <summary>The ids of a span and of its parent; the latter is empty for a root.</summary>
    public (string SpanId, string ParentSpanId) Of(Span span)
    {
        var parent = span.ParentId is null ? "" : ParentOf(span.ParentId);
        _span = (span.Id, OtlpIds.SpanId(source, span.Id));
        return (_span.Wire, parent);
    }

    private string ParentOf(string id)
    {
        if (id == _span.Id)
            _parent = _span;
        else if (id != _parent.Id)
            _parent = (id, OtlpIds.SpanId(source, id));
        return _parent.Wire;
    }
}
