namespace TraceClient.Replication;

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
