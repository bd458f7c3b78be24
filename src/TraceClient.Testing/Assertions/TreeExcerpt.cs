namespace TraceClient.Testing;

/// <summary>Selects the spans of a tree that fit into a message: marked spans and their ancestors first, then the upper levels.</summary>
internal static class TreeExcerpt
{
    private const int MaxLines = 40;
    private const int MaxMarked = 20;

    // Of a longer chain of ancestors, the nearest and the root are shown.
    private const int MaxAncestors = 8;

    /// <summary>Returns the lines, depth first. Each run of hidden spans is one line.</summary>
    public static List<TreeLine> Of(Trace trace, Func<string, bool> isMarked)
    {
        var spans = DepthFirst(trace);
        var isShown = new bool[spans.Count];
        var lines = Math.Min(1, spans.Count);
        var marked = 0;
        for (var i = 0; i < spans.Count && lines < MaxLines && marked < MaxMarked; i++)
        {
            if (!isMarked(spans[i].Span.Id))
                continue;
            marked++;
            Show(i);
            foreach (var ancestor in Ancestors(spans, i))
                Show(ancestor);
        }

        foreach (var index in Enumerable.Range(0, spans.Count).OrderBy(index => spans[index].Depth))
        {
            if (lines >= MaxLines)
                break;
            Show(index);
        }

        return Lines(spans, isShown, isMarked);

        void Show(int index)
        {
            if (isShown[index])
                return;
            isShown[index] = true;

            // The span leaves a run of hidden ones, which has a line of its own and may fall into two.
            lines += (index > 0 && !isShown[index - 1] ? 1 : 0) + (index + 1 < isShown.Length && !isShown[index + 1] ? 1 : 0);
        }
    }

    private static List<(Span Span, int Parent, int Depth)> DepthFirst(Trace trace)
    {
        // Not recursive: a chain can be 100,000 spans deep.
        var spans = new List<(Span Span, int Parent, int Depth)>(trace.Spans.Count);
        var open = new Stack<(Span Span, int Parent, int Depth)>();
        Push(trace.Roots.Count > 0 ? trace.Roots : trace.Spans, -1, 0);
        while (open.TryPop(out var next))
        {
            spans.Add(next);
            Push(next.Span.Children, spans.Count - 1, next.Depth + 1);
        }

        return spans;

        void Push(IReadOnlyList<Span> siblings, int parent, int depth)
        {
            for (var i = siblings.Count - 1; i >= 0; i--)
                open.Push((siblings[i], parent, depth));
        }
    }

    private static IEnumerable<int> Ancestors(List<(Span Span, int Parent, int Depth)> spans, int index)
    {
        var count = 0;
        var (above, root) = (spans[index].Parent, -1);
        for (; above >= 0; above = spans[above].Parent)
        {
            root = above;
            if (count++ < MaxAncestors)
                yield return above;
        }

        if (count > MaxAncestors)
            yield return root;
    }

    private static List<TreeLine> Lines(List<(Span Span, int Parent, int Depth)> spans, bool[] isShown, Func<string, bool> isMarked)
    {
        var lines = new List<TreeLine>();
        for (var i = 0; i < spans.Count; i++)
        {
            if (isShown[i])
            {
                lines.Add(new(spans[i].Span, spans[i].Depth));
                continue;
            }

            var first = i;
            var marked = 0;
            for (; i < spans.Count && !isShown[i]; i++)
                marked += isMarked(spans[i].Span.Id) ? 1 : 0;
            lines.Add(new(null, spans[first].Depth, i - first, marked));
            i--;
        }

        return lines;
    }
}

/// <summary>Represents a line of a tree: a span, or the number of spans that are hidden in its place.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TreeLine(Span? Span, int Depth, int Hidden = 0, int HiddenMarked = 0);
