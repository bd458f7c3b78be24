namespace TraceClient.Replication;

/// <summary>Represents a database that stores traces and reads them back, with every filter of a <see cref="TraceQuery"/>.</summary>
/// <remarks>Traces keep their references: a copy of <c>kubiya:4bf9…</c> has that reference too. Instances are thread-safe.</remarks>
public interface ITraceStore : ICheckpointedTraceSink
{
    /// <summary>Gets a source for each source that has traces in the store.</summary>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The sources, ordered by name; empty if the store has no traces.</returns>
    /// <exception cref="TraceClientException">The store cannot be read.</exception>
    Task<IReadOnlyList<ITraceSource>> GetSourcesAsync(CancellationToken cancellationToken = default);

    /// <summary>Gets the number of traces and spans, and the size.</summary>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The statistics.</returns>
    /// <exception cref="TraceClientException">The store cannot be read.</exception>
    Task<TraceStoreStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default);

    /// <summary>Gets the count, the failures and the durations of spans by their source, type and name, computed by the database.</summary>
    /// <param name="query">The query that selects the traces, and the most rows of the result; null for all spans.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The statistics, those with the greatest total duration first.</returns>
    /// <exception cref="TraceClientException">The store cannot be read.</exception>
    Task<IReadOnlyList<SpanStatistics>> GetSpanStatisticsAsync(TraceQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes a trace with its spans, records and index entries for good. Later replications do not copy it again.</summary>
    /// <param name="reference">The reference of the trace.</param>
    /// <param name="cancellationToken">Cancels the deletion.</param>
    /// <returns>True if the store had the trace.</returns>
    /// <exception cref="TraceClientException">The store cannot be written.</exception>
    Task<bool> ForgetAsync(TraceReference reference, CancellationToken cancellationToken = default);

    /// <summary>Deletes the oldest traces.</summary>
    /// <param name="limits">What to keep.</param>
    /// <param name="cancellationToken">Cancels the deletion. Traces that are already deleted stay so.</param>
    /// <returns>The number of deleted traces.</returns>
    /// <exception cref="TraceClientException">The store cannot be written.</exception>
    Task<long> PruneAsync(TraceStoreLimits limits, CancellationToken cancellationToken = default);
}

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

/// <summary>Represents the content of a store.</summary>
/// <param name="Traces">The number of traces.</param>
/// <param name="Spans">The number of spans.</param>
/// <param name="Bytes">The size in bytes, with indexes, without space that is free for new data.</param>
public sealed record TraceStoreStatistics(long Traces, long Spans, long Bytes);

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
    /// <remarks>A percentile is the smallest duration that is at least as great as that share of them.</remarks>
    public TimeSpan? P50 { get; init; }

    /// <summary>Gets the 95th percentile of the known durations; null if none is known.</summary>
    public TimeSpan? P95 { get; init; }

    /// <summary>Gets the greatest known duration; null if none is known.</summary>
    public TimeSpan? Max { get; init; }
}

/// <summary>Creates clients over stores.</summary>
public static class TraceStoreExtensions
{
    /// <summary>Creates a client that reads the traces of a store.</summary>
    /// <param name="store">The store. It is not disposed.</param>
    /// <param name="cancellationToken">Cancels the read of the names of its sources.</param>
    /// <returns>A client with the sources that the store has now.</returns>
    /// <exception cref="TraceClientException">The store cannot be read.</exception>
    public static async Task<StandaloneTraceClient> CreateClientAsync(
        this ITraceStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var sources = await store.GetSourcesAsync(cancellationToken).ConfigureAwait(false);
        return TraceClients.Create(static _ => { }, builder =>
        {
            foreach (var source in sources)
                builder.AddSource(_ => source);
        });
    }
}
