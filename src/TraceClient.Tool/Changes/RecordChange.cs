namespace TraceClient.Tool;

/// <summary>Represents the change that a step made to one record.</summary>
/// <param name="Before">The record before the step; null for an added record.</param>
/// <param name="After">The record after the step; null for a removed record.</param>
/// <param name="Values">The values that differ between both records. A path begins with <c>body</c>, <c>timestamp</c> or
/// <c>attributes</c>, as in the output of <c>records</c>.</param>
internal sealed record RecordChange(IndexedRecord? Before, IndexedRecord? After, IReadOnlyList<ValueChange> Values)
{
    public ChangeKind Kind => (Before, After) switch
    {
        (null, _) => ChangeKind.Added,
        (_, null) => ChangeKind.Removed,
        _ => Values.Count == 0 ? ChangeKind.Unchanged : ChangeKind.Changed,
    };

    /// <summary>Gets the record after the step, or a removed record as it was before.</summary>
    public Record Record => (After ?? Before)!.Value.Record;
}

/// <summary>Represents a record and its zero-based index in its span.</summary>
internal readonly record struct IndexedRecord(int Index, Record Record);

/// <summary>Represents a value that was added, removed or changed.</summary>
/// <param name="Path">The keys that lead to the value; list items are numbered from 0.</param>
/// <param name="Before">The previous value; null for an added value.</param>
/// <param name="After">The new value; null for a removed value.</param>
internal sealed record ValueChange(IReadOnlyList<string> Path, AttributeValue? Before, AttributeValue? After)
{
    public ChangeKind Kind => (Before, After) switch
    {
        (null, _) => ChangeKind.Added,
        (_, null) => ChangeKind.Removed,
        _ => ChangeKind.Changed,
    };
}

/// <summary>Defines the ways in which a step can change a record or a value.</summary>
internal enum ChangeKind
{
    /// <summary>The step did not change it.</summary>
    Unchanged,

    /// <summary>The step changed it.</summary>
    Changed,

    /// <summary>The step added it.</summary>
    Added,

    /// <summary>The step removed it.</summary>
    Removed,
}
