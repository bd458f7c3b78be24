namespace TraceClient.PostgreSql;

/// <summary>Writes the traces of an item, and its checkpoint, as long as the lease is valid.</summary>
internal sealed class LeasedTraceSink(PostgreSqlTraceStore store, WorkLease lease) : ICheckpointedTraceSink
{
    public string Target => store.Target;

    public async Task<TraceSinkResult> WriteAsync(IReadOnlyList<ReplicatedTrace> traces, CancellationToken cancellationToken = default)
    {
        await store.WriteAsync(traces, lease, checkpoint: null, cancellationToken).ConfigureAwait(false);
        return TraceSinkResult.Complete;
    }

    public Task WriteAsync(
        IReadOnlyList<ReplicatedTrace> traces, string job, ReadOnlyMemory<byte> checkpoint,
        CancellationToken cancellationToken = default) =>
        store.WriteAsync(traces, lease, (PostgreSqlWorkQueue.CheckpointOf(lease.Item, job), checkpoint), cancellationToken);

    public Task<ReadOnlyMemory<byte>> ReadCheckpointAsync(string job, CancellationToken cancellationToken = default) =>
        store.ReadCheckpointAsync(PostgreSqlWorkQueue.CheckpointOf(lease.Item, job), cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
