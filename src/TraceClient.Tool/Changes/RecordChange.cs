namespace TraceClient.Tool;

/// <summary>What a step did to one record.</summary>
/// <param name="Before">The record as the step got it; null for one that it added.</param>
/// <param name="After">The record as the step left it; null for one that it dropped.</param>
/// <param name="Values">What differs where both are there: in the record as <c>records</c> prints
/// it, so that a path begins with <c>body</c>, <c>timestamp</c> or <c>attributes</c>.</param>
internal sealed record RecordChange(PlacedRecord? Before, PlacedRecord? After, IReadOnlyList<ValueChange> Values)
{
    public ChangeKind Kind => (Before, After) switch
    {
        (null, _) => ChangeKind.Added,
        (_, null) => ChangeKind.Removed,
        _ => Values.Count == 0 ? ChangeKind.Unchanged : ChangeKind.Changed,
    };

    /// <summary>The record as it is, or was before it was dropped.</summary>
    public Record Record => (After ?? Before)!.Value.Record;
}
