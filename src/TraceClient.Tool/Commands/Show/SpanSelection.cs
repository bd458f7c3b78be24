namespace TraceClient.Tool;

/// <summary>Represents the spans of a trace to show, and the roots of their trees.</summary>
internal sealed class SpanSelection
{
    private readonly Trace _trace;
    private readonly HashSet<string>? _ids;

    private SpanSelection(Trace trace, IReadOnlyList<Span> roots, HashSet<string>? ids) => (_trace, Roots, _ids) = (trace, roots, ids);

    public IReadOnlyList<Span> Roots { get; }

    /// <summary>Gets the spans in the order of the trace.</summary>
    public IEnumerable<Span> Spans => _trace.Spans.Where(Contains);

    public bool Contains(Span span) => _ids?.Contains(span.Id) != false;

    /// <summary>Selects all spans, those of one subtree, or the failed ones with their ancestors.</summary>
    /// <exception cref="TraceNotFoundException">The trace has no span with the id or name.</exception>
    /// <exception cref="UsageException">Several spans have the name.</exception>
    public static SpanSelection Of(Trace trace, string? span = null, bool errorsOnly = false)
    {
        IReadOnlyList<Span> roots = span is null ? trace.Roots : [Find(trace, span)];
        var ids = span is null ? null : IdsBelow(roots[0]);
        if (errorsOnly)
        {
            var failed = IdsOfFailed(trace);
            ids = ids is null ? failed : [.. ids.Intersect(failed, StringComparer.Ordinal)];
            roots = [.. roots.Where(root => ids.Contains(root.Id))];
        }

        return new SpanSelection(trace, roots, ids);
    }

    /// <summary>Finds a span by its id, or by a unique name.</summary>
    private static Span Find(Trace trace, string text)
    {
        if (trace.Spans.FirstOrDefault(span => span.Id == text) is { } found)
            return found;
        Span[] named = [.. trace.Spans.Where(span => span.Name == text)];
        return named switch
        {
            [var only] => only,
            [] => throw new TraceNotFoundException($"Span '{text}' was not found in trace {trace.Reference}."),
            _ => throw new UsageException(
                $"{named.Length} spans of trace {trace.Reference} have the name '{text}'.",
                $"one of their ids: {string.Join(", ", named.Take(5).Select(span => span.Id))}"),
        };
    }

    private static HashSet<string> IdsBelow(Span root)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var rest = new Stack<Span>([root]);
        while (rest.TryPop(out var span))
        {
            ids.Add(span.Id);
            foreach (var child in span.Children)
                rest.Push(child);
        }

        return ids;
    }

    private static HashSet<string> IdsOfFailed(Trace trace)
    {
        // Uses the tree instead of parent ids, which can be missing or circular.
        var parents = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var span in trace.Spans)
        {
            foreach (var child in span.Children)
                parents[child.Id] = span.Id;
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var span in trace.Spans.Where(span => span.Status == SpanStatus.Error))
        {
            for (var id = span.Id; id is not null && ids.Add(id); id = parents.GetValueOrDefault(id))
            {
            }
        }

        return ids;
    }
}
