namespace TraceClient.Analysis;

/// <summary>
/// Represents the spans of a tree with the time that each took, in nanoseconds: level by level, so that a parent stands before its
/// children, and the children of a span stand together.
/// </summary>
internal sealed class SpanTimeline
{
    private readonly List<(Span Span, int Parent)> _spans;
    private readonly int[] _firstChild;

    private SpanTimeline(IEnumerable<Span> roots, int capacity)
    {
        _spans = new(capacity);
        _spans.AddRange(roots.Select(root => (root, -1)));
        RootCount = _spans.Count;
        var firstChild = new List<int>(capacity);
        for (var i = 0; i < _spans.Count; i++)
        {
            firstChild.Add(_spans.Count);
            foreach (var child in _spans[i].Span.Children)
                _spans.Add((child, i));
        }

        firstChild.Add(_spans.Count);
        _firstChild = [.. firstChild];
        Times = new Interval?[_spans.Count];
        for (var i = _spans.Count - 1; i >= 0; i--)
            Times[i] = TimeOf(i);
    }

    /// <summary>Gets the number of spans.</summary>
    public int Count => _spans.Count;

    /// <summary>Gets the number of roots, which are the first spans.</summary>
    public int RootCount { get; }

    /// <summary>
    /// Gets the time of each span. One that has not ended counts to the end of its last descendant, and one without any time counts
    /// from its first to its last descendant. It is null where nothing is known.
    /// </summary>
    public Interval?[] Times { get; }

    public static SpanTimeline Of(Trace trace) =>
        new(trace.Roots.Count > 0 ? trace.Roots : trace.Spans, trace.Spans.Count);

    public static SpanTimeline Of(Span span) => new([span], 1);

    public Span this[int index] => _spans[index].Span;

    /// <summary>Returns the parent of a span; -1 for a root.</summary>
    public int ParentOf(int index) => _spans[index].Parent;

    /// <summary>Returns the children of a span; the roots for -1.</summary>
    public Range ChildrenOf(int index) => index < 0 ? ..RootCount : _firstChild[index].._firstChild[index + 1];

    /// <summary>Returns the times of the children of a span within a time, by start; those that took no time are left out.</summary>
    public List<(int Index, Interval Time)> TimesWithin(Interval time, int index)
    {
        var (first, count) = ChildrenOf(index).GetOffsetAndLength(Count);
        var children = new List<(int Index, Interval Time)>(count);
        for (var i = first; i < first + count; i++)
        {
            if (Times[i]?.Within(time) is { Length: > 0 } part)
                children.Add((i, part));
        }

        children.Sort((left, right) => left.Time.Start.CompareTo(right.Time.Start) is not 0 and var order
            ? order
            : left.Index.CompareTo(right.Index));
        return children;
    }

    /// <summary>Returns the nanoseconds of a span in which none of its children ran; null where its time is not known.</summary>
    public ulong? SelfTimeOf(int index)
    {
        if (Times[index] is not { } time)
            return null;
        var (covered, end) = (0UL, time.Start);
        foreach (var (_, child) in TimesWithin(time, index))
        {
            if (child.End <= end)
                continue;
            covered += new Interval(Math.Max(child.Start, end), child.End).Length;
            end = child.End;
        }

        return time.Length - covered;
    }

    /// <summary>Returns the time from the start of the first root to the end of the last one; null where nothing is known.</summary>
    public Interval? Whole() => Around(..RootCount);

    private Interval? Around(Range spans)
    {
        Interval? whole = null;
        foreach (var time in Times.AsSpan(spans))
        {
            if (time is { } one)
                whole = whole is { } all ? new(Math.Min(all.Start, one.Start), Math.Max(all.End, one.End)) : one;
        }

        return whole;
    }

    private Interval? TimeOf(int index)
    {
        var span = _spans[index].Span;
        var start = span.StartTime?.UnixNanoseconds;
        var end = span.EndTime?.UnixNanoseconds;
        if (span.Duration is { } duration && (start is null) != (end is null))
            (start, end) = (start ?? Shift(end!.Value, -(Int128)duration.Ticks), end ?? Shift(start!.Value, duration.Ticks));
        if (start is { } from && end is { } to)
            return new(from, Math.Max(from, to));

        var below = Around(ChildrenOf(index));
        start ??= Math.Min(end ?? long.MaxValue, below?.Start ?? long.MaxValue);
        end ??= Math.Max(start.Value, below?.End ?? long.MinValue);
        return span.StartTime is null && span.EndTime is null ? below : new(start.Value, Math.Max(start.Value, end.Value));
    }

    private static long Shift(long time, Int128 ticks) =>
        (long)Int128.Clamp(time + (ticks * TimeSpan.NanosecondsPerTick), long.MinValue, long.MaxValue);
}

/// <summary>Represents a time from a start to an end, in Unix nanoseconds.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Interval(long Start, long End)
{
    // The whole range of times does not fit a signed number.
    public ulong Length => unchecked((ulong)End - (ulong)Start);

    public Interval Within(Interval outer) =>
        Math.Max(Start, outer.Start) is var start && Math.Min(End, outer.End) is var end && end > start
        ? new(start, end)
        : new(start, start);

    public static TimeSpan ToTimeSpan(ulong nanoseconds) => TimeSpan.FromTicks((long)(nanoseconds / TimeSpan.NanosecondsPerTick));
}
