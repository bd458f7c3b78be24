namespace TraceClient.Replication;

/// <summary>Stretches of time, apart from each other and by time. It does not change.</summary>
internal sealed class TimeRanges
{
    private readonly TimeRange[] _ranges;

    private TimeRanges(TimeRange[] ranges) => _ranges = ranges;

    public static TimeRanges None { get; } = new([]);

    public IReadOnlyList<TimeRange> All => _ranges;

    public bool Contains(long time) => Array.Exists(_ranges, range => range.Contains(time));

    /// <summary>These and one more; what touches or overlaps becomes one.</summary>
    public TimeRanges With(TimeRange added)
    {
        if (added.From > added.To)
            return this;
        var ranges = new List<TimeRange>();
        foreach (var range in _ranges.Append(added).OrderBy(range => range.From))
        {
            if (ranges is [.., var last] && (last.To == long.MaxValue || range.From <= last.To + 1))
                ranges[^1] = new TimeRange(last.From, Math.Max(last.To, range.To));
            else
                ranges.Add(range);
        }

        return new TimeRanges([.. ranges]);
    }

    /// <summary>What these leave open of a stretch, the latest first.</summary>
    public IReadOnlyList<TimeRange> GapsIn(TimeRange whole)
    {
        var gaps = new List<TimeRange>();
        var to = whole.To;
        foreach (var range in _ranges.OrderByDescending(range => range.From)
            .Where(range => range.From <= whole.To && range.To >= whole.From))
        {
            if (range.To < to)
                gaps.Add(new TimeRange(range.To + 1, to));
            if (range.From <= whole.From)
                return gaps;
            to = range.From - 1;
        }

        if (whole.From <= to)
            gaps.Add(new TimeRange(whole.From, to));
        return gaps;
    }
}

/// <summary>A stretch of time in Unix nanoseconds, both ends included; the ends of the type stand for no limit.</summary>
[StructLayout(LayoutKind.Auto)]
[method: JsonConstructor]
internal readonly record struct TimeRange(long From, long To)
{
    public static TimeRange All { get; } = new(long.MinValue, long.MaxValue);

    public bool Contains(long time) => time >= From && time <= To;

    /// <summary>The times of a query.</summary>
    public static TimeRange Of(TraceQuery query) => new(
        query.From is { } from ? Nanoseconds(from) : long.MinValue, query.To is { } to ? Nanoseconds(to) : long.MaxValue);

    /// <summary>The query for this stretch, or for slightly more: its times count 100 ns.</summary>
    public TraceQuery Narrow(TraceQuery query)
    {
        var whole = Of(query);
        return query with
        {
            From = From == whole.From ? query.From : new TraceTimestamp(From).ToDateTimeOffset(),
            To = To == whole.To ? query.To : new TraceTimestamp(To).ToDateTimeOffset().AddTicks(1),
        };
    }

    private static long Nanoseconds(DateTimeOffset time) => (long)Int128.Clamp(
        ((Int128)time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick, long.MinValue, long.MaxValue);
}
