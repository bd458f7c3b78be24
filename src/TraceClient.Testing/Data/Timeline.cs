using System.Collections.Immutable;

namespace TraceClient.Testing;

/// <summary>A list by time, newest first: generated entries, which are only
/// arithmetic, merged with the few that were added while running.</summary>
/// <remarks>Entries with one time are ordered: added before generated, the later added first. Ascending is the exact reverse.</remarks>
internal sealed class Timeline<T>(long generated, Func<long, long> timeOf)
    where T : class
{
    private readonly Gate _gate = new();
    private Changes _changes = new([], ImmutableHashSet<long>.Empty);
    private long _sequence;

    /// <summary>How many generated entries there were at first, those taken away since included.</summary>
    public long Generated => generated;

    public long Count => CountWithin(default);

    /// <summary>What was added while running, newest first.</summary>
    public IEnumerable<T> Added => _changes.Added.Select(entry => entry.Value!);

    public Entry<T> Add(long time, T value)
    {
        lock (_gate)
        {
            var entry = new Entry<T>(time, -1, ++_sequence, value);
            var added = _changes.Added;
            var at = 0;
            while (at < added.Length && added[at].Time > time)
                at++;
            _changes = _changes with { Added = added.Insert(at, entry) };
            return entry;
        }
    }

    public bool Remove(long index)
    {
        lock (_gate)
        {
            var removed = _changes.Removed.Add(index);
            var changed = removed.Count != _changes.Removed.Count;
            _changes = _changes with { Removed = removed };
            return changed;
        }
    }

    public bool Remove(T value)
    {
        lock (_gate)
        {
            var added = _changes.Added.RemoveAll(entry => ReferenceEquals(entry.Value, value));
            var changed = added.Length != _changes.Added.Length;
            _changes = _changes with { Added = added };
            return changed;
        }
    }

    public bool IsRemoved(long index) => _changes.Removed.Contains(index);

    public long CountWithin(TimeWindow window)
    {
        var changes = _changes;
        var (first, end) = RangeOf(window);
        return end - first - changes.Removed.Count(index => index >= first && index < end)
            + changes.Added.Count(entry => window.Takes(entry.Time));
    }

    public IEnumerable<Entry<T>> Descending(TimeWindow window = default, long skip = 0)
    {
        var changes = _changes;
        var (first, end) = RangeOf(window);
        if (changes.IsEmpty)
            return Range(first + Math.Min(skip, end - first), end);
        return Merge(changes, first, end, AddedWithin(changes, window)).Skip((int)Math.Min(skip, int.MaxValue));
    }

    public IEnumerable<Entry<T>> Ascending(TimeWindow window = default, long skip = 0)
    {
        var changes = _changes;
        var (first, end) = RangeOf(window);
        if (changes.IsEmpty)
            return RangeBackwards(first, end - Math.Min(skip, end - first));
        return MergeBackwards(changes, first, end, AddedWithin(changes, window)).Skip((int)Math.Min(skip, int.MaxValue));
    }

    /// <summary>The entries that follow one, which need not be there any more, in descending order.</summary>
    public IEnumerable<Entry<T>> After(long time, long index, long sequence, bool including = false)
    {
        var changes = _changes;
        var first = index >= 0 ? index + (including ? 0 : 1) : FirstNotNewerThan(time);
        var added = changes.Added.RemoveAll(entry => entry.Time > time
            || (entry.Time == time && (index >= 0 || entry.Sequence > sequence || (!including && entry.Sequence == sequence))));
        return Merge(changes, first, generated, added);
    }

    /// <summary>The generated entries with a time of at most <paramref name="time"/> begin here.</summary>
    public long FirstNotNewerThan(long time)
    {
        var (low, high) = (0L, generated);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (timeOf(middle) <= time)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    private static ImmutableArray<Entry<T>> AddedWithin(Changes changes, TimeWindow window) =>
        changes.Added.RemoveAll(entry => !window.Takes(entry.Time));

    /// <summary>The generated entries within a window, those taken away since included: from the first index to before the other.</summary>
    private (long First, long End) RangeOf(TimeWindow window)
    {
        var first = window.To is { } to ? FirstNotNewerThan(to) : 0;
        return (first, window.From is { } from ? Math.Max(first, FirstNotNewerThan(from - 1)) : generated);
    }

    private IEnumerable<Entry<T>> Range(long first, long end)
    {
        for (var index = first; index < end; index++)
            yield return new Entry<T>(timeOf(index), index, 0, null);
    }

    private IEnumerable<Entry<T>> RangeBackwards(long first, long end)
    {
        for (var index = end - 1; index >= first; index--)
            yield return new Entry<T>(timeOf(index), index, 0, null);
    }

    private IEnumerable<Entry<T>> Merge(Changes changes, long first, long end, ImmutableArray<Entry<T>> added)
    {
        var next = 0;
        for (var index = first; index < end; index++)
        {
            if (changes.Removed.Contains(index))
                continue;
            var time = timeOf(index);
            while (next < added.Length && added[next].Time >= time)
                yield return added[next++];
            yield return new Entry<T>(time, index, 0, null);
        }

        while (next < added.Length)
            yield return added[next++];
    }

    private IEnumerable<Entry<T>> MergeBackwards(Changes changes, long first, long end, ImmutableArray<Entry<T>> added)
    {
        var next = added.Length - 1;
        for (var index = end - 1; index >= first; index--)
        {
            if (changes.Removed.Contains(index))
                continue;
            var time = timeOf(index);
            while (next >= 0 && added[next].Time < time)
                yield return added[next--];
            yield return new Entry<T>(time, index, 0, null);
        }

        while (next >= 0)
            yield return added[next--];
    }

    private sealed record Changes(ImmutableArray<Entry<T>> Added, ImmutableHashSet<long> Removed)
    {
        public bool IsEmpty => Added.IsEmpty && Removed.IsEmpty;
    }
}

/// <summary>One entry of a <see cref="Timeline{T}"/>: either generated (an index, no value) or added (a value, index -1).</summary>
internal readonly record struct Entry<T>(long Time, long Index, long Sequence, T? Value)
    where T : class
{
    public bool IsGenerated => Index >= 0;
}
