namespace TraceClient.Replication;

/// <summary>Represents the limits of a store.</summary>
public sealed record TraceStoreLimits
{
    /// <summary>Gets the maximum age of a trace.</summary>
    /// <remarks>It counts from the time at which the source recorded the trace,
    /// otherwise from its start, its end, or the time of the copy.</remarks>
    /// <value>The default is null: no limit.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan? MaxAge
    {
        get;
        init => field = value < TimeSpan.Zero
            ? throw new ArgumentOutOfRangeException(nameof(value), value, "A limit is 0 or more.")
            : value;
    }

    /// <summary>Gets the maximum size in bytes, as <see cref="TraceStoreStatistics.Bytes"/> has it.</summary>
    /// <value>The default is null: no limit.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long? MaxBytes
    {
        get;
        init => field = value < 0 ? throw new ArgumentOutOfRangeException(nameof(value), value, "A limit is 0 or more.") : value;
    }
}
