namespace TraceClient;

/// <summary>Turns parent ids into trees, without recursion: a chain of 100,000 spans is as good as any.</summary>
internal static class SpanForest
{
    private const int None = -1;

    private enum Visit : byte
    {
        New,
        OnPath,
        Done,
    }

    /// <summary>The index of each span's parent, or -1; free of cycles.</summary>
    /// <param name="spans">The spans in their final order.</param>
    /// <param name="warnings">Takes the missing parents and cycles.</param>
    public static int[] ParentsOf(Span[] spans, SpanWarnings warnings)
    {
        var indexes = new Dictionary<string, int>(spans.Length, StringComparer.Ordinal);
        for (var i = 0; i < spans.Length; i++)
            indexes.Add(spans[i].Id, i);

        var parents = new int[spans.Length];
        for (var i = 0; i < spans.Length; i++)
            parents[i] = ParentOf(spans[i], indexes, warnings);

        CutCycles(spans, parents, warnings);
        return parents;
    }

    /// <summary>The spans with their children and warnings, all in the given order, and those of them that are roots.</summary>
    public static (Span[] All, Span[] Roots) Build(Span[] spans, int[] parents, SpanWarnings warnings)
    {
        var childIndexes = new List<int>?[spans.Length];
        for (var i = 0; i < spans.Length; i++)
        {
            if (parents[i] != None)
                (childIndexes[parents[i]] ??= []).Add(i);
        }

        // A span can be built when its children are: from the leaves up, on to each parent whose last child is done.
        var all = new Span[spans.Length];
        var missing = Array.ConvertAll(childIndexes, indexes => indexes?.Count ?? 0);
        var ready = new Stack<int>(Enumerable.Range(0, spans.Length).Where(i => missing[i] == 0));
        while (ready.TryPop(out var i))
        {
            all[i] = Finish(spans[i], childIndexes[i]?.ConvertAll(child => all[child]), warnings);
            if (parents[i] != None && --missing[parents[i]] == 0)
                ready.Push(parents[i]);
        }

        return (all, [.. all.Where((_, i) => parents[i] == None)]);
    }

    private static int ParentOf(Span span, Dictionary<string, int> indexes, SpanWarnings warnings)
    {
        if (span.ParentId is not { } id)
            return None;
        if (indexes.TryGetValue(id, out var parent))
            return parent;

        warnings.Add(span.Id, TraceWarningCodes.MissingParent, $"The parent '{id}' is not part of the trace; the span stands as a root.");
        return None;
    }

    private static void CutCycles(Span[] spans, int[] parents, SpanWarnings warnings)
    {
        var visits = new Visit[spans.Length];
        var path = new List<int>();
        for (var start = 0; start < spans.Length; start++)
        {
            path.Clear();
            var i = start;
            for (; i != None && visits[i] == Visit.New; i = parents[i])
            {
                visits[i] = Visit.OnPath;
                path.Add(i);
            }

            if (i != None && visits[i] == Visit.OnPath)
            {
                // Spans are in order, so the smallest index on the cycle is the earliest span.
                var earliest = path[path.IndexOf(i)..].Min();
                warnings.Add(spans[earliest].Id, TraceWarningCodes.Cycle, "The span is its own ancestor; it stands as a root.");
                parents[earliest] = None;
            }

            foreach (var visited in path)
                visits[visited] = Visit.Done;
        }
    }

    private static Span Finish(Span span, List<Span>? children, SpanWarnings warnings)
    {
        var found = warnings.Of(span.Id);
        return children is null && found is null && span.Children.Count == 0
            ? span
            : span with { Children = children ?? [], Warnings = found is null ? span.Warnings : [.. span.Warnings, .. found] };
    }
}

/// <summary>The findings of one assembly, by span.</summary>
internal sealed class SpanWarnings
{
    private readonly Dictionary<string, List<TraceWarning>> _bySpan = new(StringComparer.Ordinal);

    public void Add(string spanId, string code, string message)
    {
        if (!_bySpan.TryGetValue(spanId, out var list))
            _bySpan.Add(spanId, list = []);

        // A span that comes a thousand times is one finding.
        if (!list.Exists(warning => warning.Code == code))
            list.Add(new TraceWarning(code, message, spanId));
    }

    public IReadOnlyList<TraceWarning>? Of(string spanId) => _bySpan.GetValueOrDefault(spanId);
}
