namespace TraceClient.Replication;

/// <summary>Represents the limits of a store.</summary>
public sealed record TraceStoreLimits
{
    /// <summary>Gets the greatest age by <see cref="TraceSummary.RecordedAt"/>,
    /// or, where there is none, by the start or the time of the copy.</summary>
    /// <value>The default is null: no limit.</value>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Gets the greatest size in bytes, as <see cref="TraceStoreStatistics.Bytes"/> has it.</summary>
    /// <value>The default is null: no limit.</value>
    public long? MaxBytes { get; init; }
}
