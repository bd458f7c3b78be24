namespace TraceClient.Tool;

/// <summary>A span with its records.</summary>
/// <param name="Number">The how manieth step of the trace it is, from 1.</param>
/// <param name="Span">The span.</param>
/// <param name="Before">The step that it is compared with; null where there is none.</param>
/// <param name="Entries">Its records, and those that it dropped.</param>
internal sealed record RecordStep(int Number, Span Span, Span? Before, IReadOnlyList<RecordEntry> Entries)
{
    /// <summary>Whether it is part of a pipeline, where each step hands its records on to the next.</summary>
    public bool IsOfPipeline =>
        Span.Type == SpanType.Input || Span.Type == SpanType.Filter || Span.Type == SpanType.PreOutput || Span.Type == SpanType.Output;
}
