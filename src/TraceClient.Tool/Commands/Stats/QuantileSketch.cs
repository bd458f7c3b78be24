namespace TraceClient.Tool;

/// <summary>
/// Durations as a histogram whose buckets grow by a constant factor: any quantile within 1 % of the true one, in memory that does not
/// grow with how many there are.
/// </summary>
internal sealed class QuantileSketch
{
    /// <summary>How far a quantile can be from the true value, as a part of it.</summary>
    public const double RelativeError = 0.01;

    private static readonly double Growth = (1 + RelativeError) / (1 - RelativeError);
    private static readonly double LogGrowth = Math.Log(Growth);
    private readonly SortedDictionary<int, long> _buckets = [];
    private long _zeros;

    public long Count { get; private set; }

    /// <summary>The shortest, exactly; null when there are none.</summary>
    public TimeSpan? Min { get; private set; }

    /// <summary>The longest, exactly; null when there are none.</summary>
    public TimeSpan? Max { get; private set; }

    /// <summary>Adds a duration; a negative one counts as 0.</summary>
    public void Add(TimeSpan duration)
    {
        Count++;
        Min = Min < duration ? Min : duration;
        Max = Max > duration ? Max : duration;
        if (duration <= TimeSpan.Zero)
        {
            _zeros++;
            return;
        }

        var bucket = (int)Math.Ceiling(Math.Log(duration.Ticks) / LogGrowth);
        _buckets[bucket] = _buckets.GetValueOrDefault(bucket) + 1;
    }

    /// <summary>The duration that so large a part is not longer than; null when there are none.</summary>
    /// <param name="part">From 0 to 1, such as 0.95.</param>
    public TimeSpan? Quantile(double part)
    {
        if (Count == 0)
            return null;
        var rank = Math.Max(1, (long)Math.Ceiling(part * Count));
        var seen = _zeros;
        if (seen >= rank)
            return Within(TimeSpan.Zero);
        foreach (var (bucket, count) in _buckets)
        {
            seen += count;
            if (seen >= rank)
                return Within(TimeSpan.FromTicks((long)Math.Round(2 * Math.Pow(Growth, bucket) / (Growth + 1))));
        }

        return Max;
    }

    // Never beyond what there was, so that equal durations give exactly theirs.
    private TimeSpan Within(TimeSpan duration) => duration > Max ? Max.Value : duration < Min ? Min.Value : duration;
}
