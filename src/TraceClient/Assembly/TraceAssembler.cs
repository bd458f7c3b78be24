namespace TraceClient;

/// <summary>Makes a trace of its header and its spans, the same way for every source.</summary>
/// <remarks>
/// It never throws for what spans say and loses none of them; what it puts right is a <see cref="TraceWarning"/>: repeated spans
/// are kept once, a span whose parent is missing and the earliest span of a cycle become roots, an end before the start is
/// left out. Work grows with the number of spans, not with the depth of the tree.
/// </remarks>
public static class TraceAssembler
{
    /// <summary>Puts spans in order under a header.</summary>
    /// <param name="header">The trace without spans; times that it lacks are taken from the spans.</param>
    /// <param name="spans">The spans in any order; their children are not looked at.</param>
    /// <param name="order">The order of siblings and of <see cref="Trace.Spans"/>; null for the start (where it is unknown, the end), then the id.</param>
    public static Trace Assemble(Trace header, IEnumerable<Span> spans, IComparer<Span>? order = null)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(spans);

        var warnings = new SpanWarnings();
        var unique = SpanSet.Distinct(spans, warnings);
        for (var i = 0; i < unique.Length; i++)
            unique[i] = WithSaneEnd(unique[i], warnings);
        Array.Sort(unique, order ?? SpanOrder.ByStart);

        var parents = SpanForest.ParentsOf(unique, warnings);
        var (all, roots) = SpanForest.Build(unique, parents, warnings);

        return header with
        {
            StartTime = header.StartTime ?? all.Min(span => span.StartTime),
            EndTime = header.EndTime ?? all.Max(span => span.EndTime),
            Spans = all,
            Roots = roots,
            Warnings = [.. header.Warnings, .. all.SelectMany(span => span.Warnings)],
        };
    }

    private static Span WithSaneEnd(Span span, SpanWarnings warnings)
    {
        if (!(span.EndTime < span.StartTime))
            return span;

        warnings.Add(span.Id, TraceWarningCodes.EndBeforeStart, $"The span ended at {span.EndTime}, before its start; the end is left out.");
        return span with { EndTime = null };
    }
}
