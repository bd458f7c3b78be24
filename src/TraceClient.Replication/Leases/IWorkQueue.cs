namespace TraceClient.Replication;

/// <summary>Represents the items of a backfill in a database that several workers share.</summary>
/// <remarks>Instances are thread-safe.</remarks>
public interface IWorkQueue
{
    /// <summary>Adds items, and opens those again that have failed. Others that are there already stay as they are.</summary>
    /// <param name="items">The items.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>The number of added and opened items.</returns>
    /// <exception cref="TraceClientException">The database cannot be written.</exception>
    Task<int> AddAsync(IEnumerable<WorkItem> items, CancellationToken cancellationToken = default);

    /// <summary>Takes an item that no worker has.</summary>
    /// <param name="worker">The name of the worker.</param>
    /// <param name="duration">The time after which the lease expires unless it is renewed.</param>
    /// <param name="sources">The names of the sources whose items the worker can copy; null for all.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>The lease; null if every item is done, failed, leased or waits for a retry.</returns>
    /// <exception cref="ArgumentException">The name of the worker is empty, or the duration is not more than 0.</exception>
    /// <exception cref="TraceClientException">The database cannot be written.</exception>
    Task<WorkLease?> AcquireAsync(
        string worker, TimeSpan duration, IReadOnlyCollection<string>? sources = null, CancellationToken cancellationToken = default);

    /// <summary>Extends a lease.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="duration">The time from now after which it expires.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>The extended lease.</returns>
    /// <exception cref="ArgumentException">The duration is not more than 0.</exception>
    /// <exception cref="LeaseLostException">Another worker has the item, or it is done.</exception>
    /// <exception cref="TraceClientException">The database cannot be written.</exception>
    Task<WorkLease> RenewAsync(WorkLease lease, TimeSpan duration, CancellationToken cancellationToken = default);

    /// <summary>Records that the item of a lease is done, and ends the lease.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>A task that represents the write.</returns>
    /// <exception cref="LeaseLostException">Another worker has the item, or it is done.</exception>
    /// <exception cref="TraceClientException">The database cannot be written.</exception>
    Task CompleteAsync(WorkLease lease, CancellationToken cancellationToken = default);

    /// <summary>Ends a lease before the item is done, so that a worker can take it. Does nothing if the lease is lost.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="retryAfter">The time until the item can be taken. More than 0 counts as a failure of the item.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>A task that represents the write.</returns>
    /// <exception cref="ArgumentException">The time is negative.</exception>
    /// <exception cref="TraceClientException">The database cannot be written.</exception>
    Task ReleaseAsync(WorkLease lease, TimeSpan retryAfter, CancellationToken cancellationToken = default);

    /// <summary>Ends a lease and records that the item has failed. No worker takes it until it is added again.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>A task that represents the write.</returns>
    /// <exception cref="LeaseLostException">Another worker has the item, or it is done.</exception>
    /// <exception cref="TraceClientException">The database cannot be written.</exception>
    Task FailAsync(WorkLease lease, CancellationToken cancellationToken = default);

    /// <summary>Gets the number of items in each state.</summary>
    /// <param name="sources">The names of the sources whose items are counted; null for all.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The state.</returns>
    /// <exception cref="TraceClientException">The database cannot be read.</exception>
    Task<WorkStatus> GetStatusAsync(IReadOnlyCollection<string>? sources = null, CancellationToken cancellationToken = default);

    /// <summary>Creates a sink that writes traces and the checkpoint of the item as long as the lease is valid.</summary>
    /// <param name="lease">The lease.</param>
    /// <returns>
    /// The sink. Once another worker has the item, its writes throw a <see cref="LeaseLostException"/> and change nothing.
    /// </returns>
    ICheckpointedTraceSink CreateSink(WorkLease lease);
}
