namespace TraceClient.Tool;

/// <summary>Represents a span with its records and their changes.</summary>
/// <param name="Number">The number of the step in the trace, from 1.</param>
/// <param name="Span">The span.</param>
/// <param name="Before">The span that this one is compared with; null for none.</param>
/// <param name="Entries">The records of the span, and those that it removed.</param>
internal sealed record RecordStep(int Number, Span Span, Span? Before, IReadOnlyList<RecordEntry> Entries)
{
    /// <summary>Gets a value that indicates whether the span is a step of a pipeline.</summary>
    public bool IsPipelineStep =>
        Span.Type == SpanType.Input || Span.Type == SpanType.Filter || Span.Type == SpanType.PreOutput || Span.Type == SpanType.Output;
}

/// <summary>Represents a record of a span and its change.</summary>
/// <param name="Record">The record; a removed record as it was before the step.</param>
/// <param name="Change">The change that the step made; null without a previous step.</param>
internal sealed record RecordEntry(Record Record, RecordChange? Change = null)
{
    /// <summary>Gets the kind of the change; null without a previous step.</summary>
    public ChangeKind? Kind => Change?.Kind;
}
