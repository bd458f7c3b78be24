namespace TraceClient.Testing;

/// <summary>The steps of a generated trace, for any number of spans.</summary>
/// <remarks>With fewer spans steps are left out, with more spans some are repeated. All methods run in constant time.</remarks>
internal sealed class Scenario<T>
    where T : ScenarioStep
{
    private readonly T[] _repeated;
    private readonly Part[] _parts;
    private readonly long _roundMs;

    /// <summary>Initializes a scenario.</summary>
    /// <param name="steps">The steps in the order of their starts, the root first.</param>
    /// <param name="repeated">The steps below the root that are repeated when there are more spans.</param>
    /// <param name="repeatAt">The position before which they are inserted.</param>
    public Scenario(IEnumerable<T> steps, IEnumerable<T> repeated, int repeatAt)
    {
        Steps = [.. steps.Select((step, at) => step with { Position = at })];
        _repeated = [.. repeated.Select(step => step with { Position = repeatAt, IsRepeated = true })];
        _roundMs = _repeated.Sum(step => (long)step.Milliseconds);
        int[] byRank = [.. Enumerable.Range(0, Steps.Count).OrderBy(at => Steps[at].Rank).ThenBy(at => at)];
        _parts = [.. Enumerable.Range(1, Steps.Count).Select(count => Part.Of(Steps, [.. byRank.Take(count).Order()], repeatAt))];
    }

    public IReadOnlyList<T> Steps { get; }

    public IReadOnlyList<T> Repeated => _repeated;

    /// <summary>Gets the step of a span, and how often it was repeated before; 0 for a step that is not repeated.</summary>
    public (T Step, int Round) At(int count, int span)
    {
        var (part, extra) = PartOf(count);
        if (span < part.RepeatAt)
            return (part.Steps[span], 0);
        if (span >= part.RepeatAt + extra)
            return (part.Steps[span - extra], 0);
        // An incomplete round comes first, and has the last steps only.
        var at = span - part.RepeatAt + Missing(extra);
        return (_repeated[at % _repeated.Length], 1 + (at / _repeated.Length));
    }

    public int Parent(int count, int span)
    {
        var (part, extra) = PartOf(count);
        if (span >= part.RepeatAt && span < part.RepeatAt + extra)
            return 0;
        var parent = part.Parents[span < part.RepeatAt ? span : span - extra];
        return parent < part.RepeatAt ? parent : parent + extra;
    }

    /// <summary>Gets the index of the next span with the same parent; -1 if there is none.</summary>
    public int NextSibling(int count, int span)
    {
        var parent = Parent(count, span);
        for (var next = span + 1; parent >= 0 && next < count && Parent(count, next) is var other && other >= parent; next++)
        {
            if (other == parent)
                return next;
        }

        return -1;
    }

    public bool HasChild(int count, int span) => span + 1 < count && Parent(count, span + 1) == span;

    /// <summary>Gets the duration of a trace.</summary>
    public long Milliseconds(int count)
    {
        var (part, extra) = PartOf(count);
        return part.Lengths[0] + ExtraMs(extra);
    }

    /// <summary>Gets the start and the length of a span in a trace of length <paramref name="total"/>, in the same unit.</summary>
    public (long Start, long Length) Interval(int count, int span, long total)
    {
        var (part, extra) = PartOf(count);
        var (at, whole) = (span - part.RepeatAt, part.Lengths[0] + ExtraMs(extra));
        if (at < 0)
            return Scaled(part.Starts[span], span == 0 ? whole : part.Lengths[span]);
        if (at >= extra)
            return Scaled(part.Starts[span - extra] + ExtraMs(extra), part.Lengths[span - extra]);
        var step = at + Missing(extra);
        var start = ((step / _repeated.Length) * _roundMs) + Before(step % _repeated.Length) - Before(Missing(extra));
        return Scaled(part.RepeatStart + start, _repeated[step % _repeated.Length].Milliseconds);

        (long Start, long Length) Scaled(long start, long length)
        {
            var from = (long)((Int128)start * total / whole);
            return (from, (long)((Int128)(start + length) * total / whole) - from);
        }
    }

    /// <summary>Sums a number over all spans.</summary>
    public long Sum(int count, Func<T, long> of)
    {
        var (part, extra) = PartOf(count);
        var rounds = extra / _repeated.Length;
        return part.Steps.Sum(of) + (rounds * _repeated.Sum(of)) + _repeated.Skip(_repeated.Length - (extra % _repeated.Length)).Sum(of);
    }

    private (Part Part, int Extra) PartOf(int count) => (_parts[Math.Min(count, _parts.Length) - 1], Math.Max(0, count - _parts.Length));

    private int Missing(int extra) => (_repeated.Length - (extra % _repeated.Length)) % _repeated.Length;

    private long ExtraMs(int extra) => extra == 0 ? 0 : ((extra + Missing(extra)) / _repeated.Length * _roundMs) - Before(Missing(extra));

    private long Before(int step)
    {
        var sum = 0L;
        for (var at = 0; at < step; at++)
            sum += _repeated[at].Milliseconds;
        return sum;
    }

    /// <summary>The steps that a trace with a given number of spans has. Times are milliseconds from its start.</summary>
    private sealed record Part(T[] Steps, int[] Parents, long[] Starts, long[] Lengths, int RepeatAt, long RepeatStart)
    {
        public static Part Of(IReadOnlyList<T> all, int[] kept, int repeatAt)
        {
            T[] steps = [.. kept.Select(at => all[at])];
            int[] parents = [.. kept.Select(at => ParentOf(all, kept, at))];
            var (starts, lengths) = (new long[kept.Length], new long[kept.Length]);
            var clock = 0L;
            var open = new Stack<int>();
            for (var at = 0; at < kept.Length; at++)
            {
                while (open.TryPeek(out var before) && before != parents[at])
                    Close(open.Pop());
                starts[at] = clock;
                clock += HalfOf(at);
                open.Push(at);
            }

            while (open.TryPop(out var before))
                Close(before);
            var repeatIndex = kept.Count(at => at < repeatAt);
            return new(steps, parents, starts, lengths, repeatIndex, repeatIndex < kept.Length ? starts[repeatIndex] : clock);

            // Half of a parent's own time is before its children and half after them; a leaf ends where it is closed.
            long HalfOf(int at) => at + 1 < kept.Length && parents[at + 1] == at ? steps[at].Milliseconds / 2 : steps[at].Milliseconds;

            void Close(int at)
            {
                clock += steps[at].Milliseconds - HalfOf(at);
                lengths[at] = clock - starts[at];
            }
        }

        private static int ParentOf(IReadOnlyList<T> all, int[] kept, int at)
        {
            for (var (before, depth) = (at - 1, all[at].Depth); before >= 0; before--)
            {
                if (all[before].Depth >= depth)
                    continue;
                if (Array.BinarySearch(kept, before) is >= 0 and var index)
                    return index;
                depth = all[before].Depth;
            }

            return -1;
        }
    }
}

/// <summary>One step of a <see cref="Scenario{T}"/>, which becomes one span.</summary>
internal abstract record ScenarioStep(string Name, int Milliseconds)
{
    /// <summary>Gets the depth: 0 for the root. A step is the child of the nearest earlier step with a smaller depth.</summary>
    public int Depth { get; init; } = 1;

    /// <summary>Gets the rank. If a trace has fewer spans than the scenario has steps, those with the highest rank are left out.</summary>
    public int Rank { get; init; }

    /// <summary>Gets the position in the scenario; for repeated steps the position before which they are inserted.</summary>
    public int Position { get; init; }

    public bool IsRepeated { get; init; }
}

/// <summary>Texts with placeholders: <c>~order~</c> is replaced by the value named order.</summary>
internal static class Template
{
    public static string Fill(string text, Func<string, string> value)
    {
        if (!text.Contains('~', StringComparison.Ordinal))
            return text;
        var filled = new StringBuilder(text.Length + 32);
        var parts = text.Split('~');
        for (var at = 0; at < parts.Length; at++)
            filled.Append(at % 2 == 0 ? parts[at] : value(parts[at]));
        return filled.ToString();
    }

    /// <summary>Joins the lines of a text that is too long for one line of source code.</summary>
    /// <remarks>Lines are joined without a separator: a line that begins with a space continues a sentence.</remarks>
    public static string OneLine(string lines) => lines.ReplaceLineEndings("");
}
