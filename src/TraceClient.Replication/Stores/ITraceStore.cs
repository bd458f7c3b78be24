namespace TraceClient.Replication;

/// <summary>Represents a database that stores traces and reads them back, with every filter of a <see cref="TraceQuery"/>.</summary>
/// <remarks>Traces keep their references: a copy of <c>kubiya:4bf9…</c> has that reference too. Instances are thread-safe.</remarks>
public interface ITraceStore : ICheckpointedTraceSink
{
    /// <summary>Gets a source for each source that has traces in the store.</summary>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The sources, ordered by name. A store without traces has the three built-in sources, whose lists are empty.</returns>
    /// <exception cref="TraceClientException">The store cannot be read.</exception>
    Task<IReadOnlyList<ITraceSource>> GetSourcesAsync(CancellationToken cancellationToken = default);

    /// <summary>Gets the number of traces and spans, and the size.</summary>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The statistics.</returns>
    /// <exception cref="TraceClientException">The store cannot be read.</exception>
    Task<TraceStoreStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default);

    /// <summary>Gets the count, the failures and the durations of spans by their source, type and name, computed by the database.</summary>
    /// <param name="query">
    /// The query that selects the traces. Its <see cref="TraceQuery.Limit"/> is the maximum number of rows. Null for all spans.
    /// </param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The statistics, those with the greatest total duration first.</returns>
    /// <exception cref="ArgumentException">The limit is negative.</exception>
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
