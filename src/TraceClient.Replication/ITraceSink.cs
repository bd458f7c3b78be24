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
