namespace TraceClient.Analysis;

/// <summary>
/// Represents durations as a histogram with exponential buckets: any quantile has a relative error of at most 1 %, and the memory does not
/// grow with the number of durations.
/// </summary>
public sealed class QuantileSketch
{
    /// <summary>The maximum relative error of a quantile.</summary>
    public const double RelativeError = 0.01;

    private static readonly double Growth = (1 + RelativeError) / (1 - RelativeError);
    private static readonly double LogGrowth = Math.Log(Growth);
    private readonly SortedDictionary<int, long> _buckets = [];
    private long _zeros;

    /// <summary>Gets the number of durations.</summary>
    public long Count { get; private set; }

    /// <summary>Gets the shortest duration, exactly; null for none.</summary>
    public TimeSpan? Min { get; private set; }

    /// <summary>Gets the longest duration, exactly; null for none.</summary>
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

    /// <summary>Returns a quantile of the durations; null for none.</summary>
    /// <param name="part">The quantile from 0 to 1, such as 0.95.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="part"/> is not from 0 to 1.</exception>
    public TimeSpan? Quantile(double part)
    {
        if (!(part is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(part), "A quantile is from 0 to 1.");
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

    // Limited to the actual durations, so that equal durations yield their exact value.
    private TimeSpan Within(TimeSpan duration) => duration > Max ? Max.Value : duration < Min ? Min.Value : duration;
}
