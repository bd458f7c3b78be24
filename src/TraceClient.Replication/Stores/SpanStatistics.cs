namespace TraceClient.Replication;

/// <summary>Represents spans of one source, type and name.</summary>
/// <param name="Source">The source.</param>
/// <param name="Type">The type.</param>
/// <param name="Name">The name.</param>
/// <param name="Count">The number of spans.</param>
/// <param name="Errors">The number of spans that failed.</param>
public sealed record SpanStatistics(string Source, SpanType Type, string Name, long Count, long Errors)
{
    /// <summary>Gets the sum of the known durations.</summary>
    public TimeSpan Total { get; init; }

    /// <summary>Gets the median of the known durations; null if none is known.</summary>
    /// <remarks>A percentile is the smallest duration such that at least this share of the durations is not greater.</remarks>
    public TimeSpan? P50 { get; init; }

    /// <summary>Gets the 95th percentile of the known durations; null if none is known.</summary>
    public TimeSpan? P95 { get; init; }

    /// <summary>Gets the greatest known duration; null if none is known.</summary>
    public TimeSpan? Max { get; init; }
}
