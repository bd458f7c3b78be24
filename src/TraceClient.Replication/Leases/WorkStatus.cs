namespace TraceClient.Replication;

/// <summary>Represents the state of the items of a backfill.</summary>
/// <param name="Open">The number of items that no worker has, with those whose lease has expired.</param>
/// <param name="Leased">The number of items that a worker has.</param>
/// <param name="Done">The number of items that are done.</param>
/// <param name="Failed">The number of items that failed too often.</param>
public sealed record WorkStatus(long Open, long Leased, long Done, long Failed)
{
    /// <summary>Gets whether every item is done or has failed.</summary>
    public bool IsEnded => Open == 0 && Leased == 0;
}
