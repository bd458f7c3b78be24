namespace TraceClient.Replication;

/// <summary>Represents the right of one worker to work on an item until it expires.</summary>
/// <param name="Item">The item.</param>
/// <param name="Worker">The name of the worker.</param>
/// <param name="Token">
/// The fencing token, which grows with each lease of the item. What is written with an earlier token is refused.
/// </param>
/// <param name="ExpiresAt">The time at which it expires unless it is renewed, by the clock of the database.</param>
public sealed record WorkLease(WorkItem Item, string Worker, long Token, DateTimeOffset ExpiresAt)
{
    /// <summary>Gets the number of times that a worker has released the item with a wait, since it failed.</summary>
    public int Failures { get; init; }
}
