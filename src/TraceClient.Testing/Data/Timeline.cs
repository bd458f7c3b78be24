using System.Collections.Immutable;

namespace TraceClient.Testing;

/// <summary>A list by time, newest first: computed entries of generated items, merged with the entries that were added since.</summary>
/// <remarks>Of entries with the same time, added ones come before generated ones, the last added first. Ascending is the reverse.</remarks>
internal sealed class Timeline<T>(long generated, Func<long, long> timeOf)
    where T : class
{
    private readonly Gate _gate = new();
    private Changes _changes = new([], ImmutableHashSet<long>.Empty);
    private long _sequence;

    /// <summary>Gets the number of generated entries, including those removed since.</summary>
    public long Generated => generated;

    public long Count => CountWithin(default);

    /// <summary>Gets the added items, newest first.</summary>
    public IEnumerable<T> Added => _changes.Added.Select(entry => entry.Value!);

    public TimelineEntry<T> Add(long time, T value)
    {
        lock (_gate)
        {
            var entry = new TimelineEntry<T>(time, -1, ++_sequence, value);
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
            + changes.Added.Count(entry => window.Contains(entry.Time));
    }

    public IEnumerable<TimelineEntry<T>> Descending(TimeWindow window = default, long skip = 0)
    {
        var changes = _changes;
        var (first, end) = RangeOf(window);
        if (changes.IsEmpty)
            return Range(first + Math.Min(skip, end - first), end);
        return Merge(changes, first, end, AddedWithin(changes, window)).Skip((int)Math.Min(skip, int.MaxValue));
    }

    public IEnumerable<TimelineEntry<T>> Ascending(TimeWindow window = default, long skip = 0)
    {
        var changes = _changes;
        var (first, end) = RangeOf(window);
        if (changes.IsEmpty)
            return RangeBackwards(first, end - Math.Min(skip, end - first));
        return MergeBackwards(changes, first, end, AddedWithin(changes, window)).Skip((int)Math.Min(skip, int.MaxValue));
    }

    /// <summary>Gets the entries after one, which may have been removed, in descending order.</summary>
    public IEnumerable<TimelineEntry<T>> After(long time, long index, long sequence, bool including = false)
    {
        var changes = _changes;
        var first = index >= 0 ? index + (including ? 0 : 1) : FirstNotNewerThan(time);
        var added = changes.Added.RemoveAll(entry => entry.Time > time
            || (entry.Time == time && (index >= 0 || entry.Sequence > sequence || (!including && entry.Sequence == sequence))));
        return Merge(changes, first, generated, added);
    }

    /// <summary>Gets the index of the first generated entry that is not newer than <paramref name="time"/>.</summary>
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

    private static ImmutableArray<TimelineEntry<T>> AddedWithin(Changes changes, TimeWindow window) =>
        changes.Added.RemoveAll(entry => !window.Contains(entry.Time));

    /// <summary>Gets the range of generated entries in a window, including those removed since: the first index, and the end.</summary>
    private (long First, long End) RangeOf(TimeWindow window)
    {
        var first = window.To is { } to ? FirstNotNewerThan(to) : 0;
        return (first, window.From is { } from ? Math.Max(first, FirstNotNewerThan(from - 1)) : generated);
    }

    private IEnumerable<TimelineEntry<T>> Range(long first, long end)
    {
        for (var index = first; index < end; index++)
            yield return new TimelineEntry<T>(timeOf(index), index, 0, null);
    }

    private IEnumerable<TimelineEntry<T>> RangeBackwards(long first, long end)
    {
        for (var index = end - 1; index >= first; index--)
            yield return new TimelineEntry<T>(timeOf(index), index, 0, null);
    }

    private IEnumerable<TimelineEntry<T>> Merge(Changes changes, long first, long end, ImmutableArray<TimelineEntry<T>> added)
    {
        var next = 0;
        for (var index = first; index < end; index++)
        {
            if (changes.Removed.Contains(index))
                continue;
            var time = timeOf(index);
            while (next < added.Length && added[next].Time >= time)
                yield return added[next++];
            yield return new TimelineEntry<T>(time, index, 0, null);
        }

        while (next < added.Length)
            yield return added[next++];
    }

    private IEnumerable<TimelineEntry<T>> MergeBackwards(Changes changes, long first, long end, ImmutableArray<TimelineEntry<T>> added)
    {
        var next = added.Length - 1;
        for (var index = end - 1; index >= first; index--)
        {
            if (changes.Removed.Contains(index))
                continue;
            var time = timeOf(index);
            while (next >= 0 && added[next].Time < time)
                yield return added[next--];
            yield return new TimelineEntry<T>(time, index, 0, null);
        }

        while (next >= 0)
            yield return added[next--];
    }

    private sealed record Changes(ImmutableArray<TimelineEntry<T>> Added, ImmutableHashSet<long> Removed)
    {
        public bool IsEmpty => Added.IsEmpty && Removed.IsEmpty;
    }
}

/// <summary>An entry of a <see cref="Timeline{T}"/>: generated (an index, no value) or added (a value, index -1).</summary>
internal readonly record struct TimelineEntry<T>(long Time, long Index, long Sequence, T? Value)
    where T : class
{
    public bool IsGenerated => Index >= 0;
}
