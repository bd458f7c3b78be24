namespace TraceClient.Tool;

/// <summary>The spans of a trace that are to be shown, and where their trees begin.</summary>
internal sealed class SpanSelection
{
    private readonly Trace _trace;
    private readonly HashSet<string>? _ids;

    private SpanSelection(Trace trace, IReadOnlyList<Span> roots, HashSet<string>? ids) => (_trace, Roots, _ids) = (trace, roots, ids);

    public IReadOnlyList<Span> Roots { get; }

    /// <summary>The spans, by start.</summary>
    public IEnumerable<Span> Spans => _trace.Spans.Where(Contains);

    public bool Contains(Span span) => _ids?.Contains(span.Id) != false;

    /// <summary>All spans, or those of one subtree, or the failing ones with their ancestors.</summary>
    /// <exception cref="TraceNotFoundException">The trace has no such span.</exception>
    /// <exception cref="UsageException">Several spans go by the name.</exception>
    public static SpanSelection Of(Trace trace, string? span = null, bool errorsOnly = false)
    {
        IReadOnlyList<Span> roots = span is null ? trace.Roots : [Find(trace, span)];
        var ids = span is null ? null : IdsBelow(roots[0]);
        if (errorsOnly)
        {
            var failing = IdsOfFailing(trace);
            ids = ids is null ? failing : [.. ids.Intersect(failing, StringComparer.Ordinal)];
            roots = [.. roots.Where(root => ids.Contains(root.Id))];
        }

        return new SpanSelection(trace, roots, ids);
    }

    /// <summary>The span of an id, or of a name that only one has.</summary>
    private static Span Find(Trace trace, string text)
    {
        if (trace.Spans.FirstOrDefault(span => span.Id == text) is { } found)
            return found;
        Span[] named = [.. trace.Spans.Where(span => span.Name == text)];
        return named switch
        {
            [var only] => only,
            [] => throw new TraceNotFoundException($"{trace.Reference} has no span {text}."),
            _ => throw new UsageException(
                $"{named.Length} spans of {trace.Reference} are called {text}.",
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

    private static HashSet<string> IdsOfFailing(Trace trace)
    {
        // By the tree and not by the ids of parents: those can name spans that are not there, and go in circles.
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
