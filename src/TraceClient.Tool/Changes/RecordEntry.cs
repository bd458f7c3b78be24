namespace TraceClient.Tool;

/// <summary>A record of a span.</summary>
/// <param name="Record">The record; for one that the step dropped, as it was before.</param>
/// <param name="Change">What the step did to it; null where there is no step before to compare it with.</param>
internal sealed record RecordEntry(Record Record, RecordChange? Change = null)
{
    /// <summary>What the step did to it; null where there is no step before.</summary>
    public ChangeKind? Kind => Change?.Kind;
}
