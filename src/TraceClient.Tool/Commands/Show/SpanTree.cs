namespace TraceClient.Tool;

/// <summary>Enumerates the rows of a tree of any depth, with their connecting lines.</summary>
/// <param name="selection">The spans to show.</param>
/// <param name="levels">The number of levels to draw; deeper spans show their level as a number.</param>
internal sealed class SpanTree(SpanSelection selection, int levels)
{
    public IEnumerable<TreeRow> Rows()
    {
        var isLast = new List<bool>();
        var rest = new Stack<(Span Span, int Depth, bool IsLast)>();
        Push(selection.Roots, 0);
        while (rest.TryPop(out var next))
        {
            isLast.RemoveRange(next.Depth, isLast.Count - next.Depth);
            isLast.Add(next.IsLast);
            Push(next.Span.Children, next.Depth + 1);
            var hasChildren = rest.TryPeek(out var following) && following.Depth > next.Depth;
            yield return new TreeRow(next.Span, Branch(next.Depth), Below(next.Depth, hasChildren));
        }

        void Push(IReadOnlyList<Span> spans, int depth)
        {
            var isFirst = true;
            for (var i = spans.Count - 1; i >= 0; i--)
            {
                if (!selection.Contains(spans[i]))
                    continue;
                rest.Push((spans[i], depth, isFirst));
                isFirst = false;
            }
        }

        string Branch(int depth)
        {
            if (depth > levels)
                return (depth.ToString(CultureInfo.InvariantCulture) + " ").PadLeft(levels * 2);
            return depth == 0 ? "" : Lines(depth) + (isLast[depth] ? "└╴" : "├╴");
        }

        string Below(int depth, bool hasChildren)
        {
            if (depth > levels)
                return new string(' ', (levels * 2) + 2);
            return (depth == 0 ? "" : Lines(depth) + (isLast[depth] ? "  " : "│ ")) + (hasChildren && depth < levels ? "│ " : "  ");
        }

        string Lines(int depth)
        {
            var lines = new StringBuilder();
            for (var level = 1; level < depth; level++)
                lines.Append(isLast[level] ? "  " : "│ ");
            return lines.ToString();
        }
    }
}

/// <summary>Represents a row of the tree.</summary>
/// <param name="Span">The span.</param>
/// <param name="Branch">The connecting lines before the name.</param>
/// <param name="Below">The connecting lines before the details of the span.</param>
internal readonly record struct TreeRow(Span Span, string Branch, string Below);
