namespace TraceClient;

/// <summary>Turns parent ids into trees, without recursion: a chain of 100,000 spans is as good as any.</summary>
internal static class SpanForest
{
    private const int None = -1;

    /// <summary>The spans with their children and warnings, all in the given order, and those of them that are roots.</summary>
    /// <param name="spans">The spans in their final order.</param>
    /// <param name="warnings">The findings so far; takes the missing parents and cycles. Null where the spans have all of them.</param>
    public static (Span[] All, Span[] Roots) Build(Span[] spans, SpanWarnings? warnings)
    {
        var parents = ParentsOf(spans, warnings);
        CutCycles(spans, parents, warnings);

        // A span has its list of children before the list has them.
        var children = new List<Span>?[spans.Length];
        foreach (var parent in parents.Where(parent => parent != None))
            children[parent] ??= [];
        var all = new Span[spans.Length];
        for (var i = 0; i < spans.Length; i++)
        {
            all[i] = Finish(spans[i], children[i], warnings?.Of(spans[i].Id));
            if (parents[i] != None)
                children[parents[i]]!.Add(all[i]);
        }

        return (all, [.. all.Where((_, i) => parents[i] == None)]);
    }

    /// <summary>The index of each span's parent, or -1.</summary>
    private static int[] ParentsOf(Span[] spans, SpanWarnings? warnings)
    {
        var indexes = new Dictionary<string, int>(spans.Length, StringComparer.Ordinal);
        for (var i = 0; i < spans.Length; i++)
            indexes.TryAdd(spans[i].Id, i);
        return Array.ConvertAll(spans, span =>
        {
            if (span.ParentId is not { } id)
                return None;
            if (indexes.TryGetValue(id, out var parent))
                return parent;
            warnings?.Add(
                span.Id, TraceWarningCodes.MissingParent, $"The parent '{id}' is not part of the trace; the span stands as a root.");
            return None;
        });
    }

    private static void CutCycles(Span[] spans, int[] parents, SpanWarnings? warnings)
    {
        // Which walk came to a span first; one that comes back to its own steps is in a cycle.
        var walks = new int[spans.Length];
        for (var start = 0; start < spans.Length; start++)
        {
            var i = start;
            for (; i != None && walks[i] == 0; i = parents[i])
                walks[i] = start + 1;
            if (i == None || walks[i] != start + 1)
                continue;

            // Spans are in order, so the smallest index on the cycle is the earliest span.
            var earliest = i;
            for (var other = parents[i]; other != i; other = parents[other])
                earliest = Math.Min(earliest, other);
            warnings?.Add(spans[earliest].Id, TraceWarningCodes.Cycle, "The span is its own ancestor; it stands as a root.");
            parents[earliest] = None;
        }
    }

    private static Span Finish(Span span, List<Span>? children, IReadOnlyList<TraceWarning>? found) =>
        children is null && found is null && span.Children.Count == 0
            ? span
            : span with { Children = children ?? [], Warnings = found is null ? span.Warnings : [.. span.Warnings, .. found] };
}

/// <summary>The findings of one assembly, by span.</summary>
internal sealed class SpanWarnings
{
    private readonly Dictionary<string, List<TraceWarning>> _bySpan = new(StringComparer.Ordinal);

    public void Add(string spanId, string code, string message)
    {
        ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(_bySpan, spanId, out _);
        list ??= [];

        // A span that comes a thousand times is one finding.
        if (!list.Exists(warning => warning.Code == code))
            list.Add(new TraceWarning(code, message, spanId));
    }

    public IReadOnlyList<TraceWarning>? Of(string spanId) => _bySpan.GetValueOrDefault(spanId);
}
