namespace TraceClient.Replication;

/// <summary>How far one list of a source, the newest first, has been read.</summary>
/// <param name="range">The times of the list.</param>
/// <param name="isNewest">Whether the range is open to traces that are recorded while it is read, or were recorded late.</param>
/// <param name="now">This machine's time when the list began.</param>
/// <param name="overlap">How far the list may be out of order, and late traces may lie behind the newest.</param>
internal sealed class SourceWalk(TimeRange range, bool isNewest, long now, TimeSpan overlap)
{
    private static readonly TimeRange Nothing = new(0, -1);

    private readonly long _overlap = overlap.Ticks * TimeSpan.NanosecondsPerTick;
    private long _newest = long.MinValue;
    private long _oldest = long.MaxValue;

    public TimeRange Range => range;

    /// <summary>True when the list came to its end.</summary>
    public bool IsComplete { get; set; }

    /// <summary>True when it had a trace without a time.</summary>
    public bool HasUndated { get; private set; }

    /// <summary>Takes the time of a trace that was listed.</summary>
    public void Saw(long? recordedAtOrNone)
    {
        if (recordedAtOrNone is not { } recordedAt)
        {
            HasUndated = true;
            return;
        }

        _newest = Math.Max(_newest, recordedAt);
        _oldest = Math.Min(_oldest, recordedAt);
    }

    /// <summary>The stretch in which all traces have been listed; empty, that is from after to, when there is none.</summary>
    public TimeRange Listed()
    {
        if (isNewest && _newest == long.MinValue)
            return Nothing;

        // A trace from the future, by a clock that is wrong, must not close the present.
        var to = isNewest ? Less(Math.Min(_newest, now), _overlap) : range.To;
        var from = IsComplete ? range.From : Math.Max(range.From, More(_oldest, _overlap));
        return new TimeRange(from, to);
    }

    private static long Less(long time, long by) => time < long.MinValue + by ? long.MinValue : time - by;

    private static long More(long time, long by) => time > long.MaxValue - by ? long.MaxValue : time + by;
}
