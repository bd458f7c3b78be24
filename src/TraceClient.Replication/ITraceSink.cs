namespace TraceClient.Replication;

/// <summary>Represents a target that stores traces, such as a collector or a database.</summary>
/// <remarks>
/// A <see cref="TraceReplicator"/> calls its sink from one thread at a time. It can write a trace again, with more spans or after a lost
/// response: the trace, which has the same ids, replaces the earlier one.
/// </remarks>
public interface ITraceSink : IAsyncDisposable
{
    /// <summary>Gets a text that identifies the target in a checkpoint, such as an address, without credentials.</summary>
    string Target { get; }

    /// <summary>Writes traces. All of them are stored durably when it returns, except those that the result reports as refused.</summary>
    /// <param name="traces">The traces.</param>
    /// <param name="cancellationToken">Cancels the write. Traces that are already stored can remain.</param>
    /// <returns>The result.</returns>
    /// <exception cref="TraceValidationException">
    /// The target refused the traces because of their content, and the sink does not know which. The replicator writes them again in
    /// smaller batches, until the refused traces are alone.
    /// </exception>
    /// <exception cref="TraceClientException">
    /// The target accepts nothing: it is not reachable, or rejects the credentials. The replicator ends, and counts no trace as written.
    /// </exception>
    Task<TraceSinkResult> WriteAsync(IReadOnlyList<ReplicatedTrace> traces, CancellationToken cancellationToken = default);
}

/// <summary>Represents a trace that a sink is to store.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="RecordedAt">The <see cref="TraceSummary.RecordedAt"/> of the trace; null if the source does not say.</param>
public sealed record ReplicatedTrace(Trace Trace, TraceTimestamp? RecordedAt = null);

/// <summary>Represents a sink that stores the checkpoint of a replication together with the traces.</summary>
/// <remarks>
/// A <see cref="TraceReplicator"/> without a <see cref="ReplicationOptions.CheckpointPath"/> writes each batch and the checkpoint after it
/// in one transaction. So a trace that is done is stored, and a stored batch is not written again.
/// </remarks>
public interface ICheckpointedTraceSink : ITraceSink
{
    /// <summary>Reads the last checkpoint.</summary>
    /// <param name="job">The key of the replication: a hash of its filters and its share.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The checkpoint, in UTF-8; empty if there is none.</returns>
    /// <exception cref="TraceClientException">The target is not reachable.</exception>
    Task<ReadOnlyMemory<byte>> ReadCheckpointAsync(string job, CancellationToken cancellationToken = default);

    /// <summary>Writes traces and the checkpoint after them in one transaction.</summary>
    /// <param name="traces">The traces; empty to write the checkpoint alone.</param>
    /// <param name="job">The key of the replication.</param>
    /// <param name="checkpoint">The checkpoint, in UTF-8.</param>
    /// <param name="cancellationToken">Cancels the write. Either everything is stored then, or nothing.</param>
    /// <returns>A task that represents the write.</returns>
    /// <exception cref="TraceValidationException">
    /// The target refused a trace because of its content; nothing is stored. The replicator writes the traces again in smaller batches.
    /// </exception>
    /// <exception cref="TraceClientException">The target accepts nothing; nothing is stored. The replicator ends.</exception>
    Task WriteAsync(
        IReadOnlyList<ReplicatedTrace> traces, string job, ReadOnlyMemory<byte> checkpoint, CancellationToken cancellationToken = default);
}
