namespace TraceClient;

/// <summary>Makes a trace of its header and its spans, the same way for every source.</summary>
/// <remarks>
/// It never throws for what spans say and loses none of them; what it corrects is a <see cref="TraceWarning"/>: repeated spans
/// are kept once, a span whose parent is missing and the earliest span of a cycle become roots, an end before the start becomes
/// the attribute <c>{source}.end_time</c>. Work grows with the number of spans, not with the depth of the tree.
/// </remarks>
public static class TraceAssembler
{
    /// <summary>Puts spans in order under a header.</summary>
    /// <param name="header">The trace without spans; times that it lacks are taken from the spans.</param>
    /// <param name="spans">The spans in any order; their children are ignored.</param>
    /// <param name="order">The order of siblings and of <see cref="Trace.Spans"/>;
    /// null for the start (where it is unknown, the end), then the id.</param>
    public static Trace Assemble(Trace header, IEnumerable<Span> spans, IComparer<Span>? order = null)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(spans);

        var warnings = new SpanWarnings();
        Span[] unique = [.. Distinct(spans, warnings).Select(span => WithSaneEnd(span, header.Source, warnings))];
        Array.Sort(unique, order ?? SpanOrder.ByStart);
        var (all, roots) = SpanForest.Build(unique, warnings);
        return header with
        {
            StartTime = header.StartTime ?? all.Min(span => span.StartTime),
            EndTime = header.EndTime ?? all.Max(span => span.EndTime),
            Spans = all,
            Roots = roots,
            Warnings = [.. header.Warnings, .. all.SelectMany(span => span.Warnings)],
        };
    }

    /// <summary>Puts the spans of a trace that was assembled before into trees
    /// again. They keep their order, and warnings stay as they are.</summary>
    internal static Trace Join(Trace header, IEnumerable<Span> spans)
    {
        var (all, roots) = SpanForest.Build([.. spans], warnings: null);
        return header with { Spans = all, Roots = roots };
    }

    private static Dictionary<string, Span>.ValueCollection Distinct(IEnumerable<Span> spans, SpanWarnings warnings)
    {
        var unique = new Dictionary<string, Span>(StringComparer.Ordinal);
        foreach (var span in spans)
        {
            if (unique.TryAdd(span.Id, span))
                continue;
            if (unique[span.Id].Equals(span))
                warnings.Add(span.Id, TraceWarningCodes.RepeatedSpan, "The span came more than once; it is kept once.");
            else
                warnings.Add(span.Id, TraceWarningCodes.ConflictingSpan, "Different spans came under this id; the last one is kept.");

            // The later response of a source is the fresher one.
            unique[span.Id] = span;
        }

        return unique.Values;
    }

    private static Span WithSaneEnd(Span span, string source, SpanWarnings warnings)
    {
        if (!(span.EndTime < span.StartTime))
            return span;

        var key = $"{source}.end_time";
        if (span.Attributes.ContainsKey(key))
            key = $"{source}.row.end_time";
        warnings.Add(span.Id, TraceWarningCodes.EndBeforeStart,
            $"The span ended at {span.EndTime}, before its start; the end is kept as the attribute '{key}'.");
        return span with { EndTime = null, Attributes = span.Attributes.With(key, span.EndTime.ToString()) };
    }
}
