namespace TraceClient.Replication;

/// <summary>Represents what one worker of a <see cref="TraceBackfill"/> has done.</summary>
public sealed record TraceBackfillResult
{
    /// <summary>Gets the number of items that this worker completed.</summary>
    public long Completed { get; init; }

    /// <summary>Gets the number of items that another worker took, since the lease of this one had expired.</summary>
    public long Lost { get; init; }

    /// <summary>Gets the number of traces that this worker wrote.</summary>
    public long Written { get; init; }

    /// <summary>Gets the number of spans of these traces.</summary>
    public long Spans { get; init; }

    /// <summary>Gets the number of traces that were written but can still grow.</summary>
    public long Unfinished { get; init; }

    /// <summary>Gets the items that failed too often with this worker, with the last error.</summary>
    /// <remarks><see cref="TraceBackfill.PlanAsync"/> with the same times opens them again.</remarks>
    public IReadOnlyList<WorkItemFailure> Failures { get; init; } = [];

    /// <summary>Gets the state of all items of the sources that this worker reads; null before the end.</summary>
    public WorkStatus? Status { get; init; }

    /// <summary>Returns the numbers.</summary>
    /// <returns>A line of text.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Completed} items, {Written} traces, {Spans} spans, {Lost} leases lost, {Failures.Count} items failed");
}

/// <summary>Represents an item that could not be copied.</summary>
/// <param name="Item">The item.</param>
/// <param name="Exception">The error.</param>
public sealed record WorkItemFailure(WorkItem Item, TraceClientException Exception);
