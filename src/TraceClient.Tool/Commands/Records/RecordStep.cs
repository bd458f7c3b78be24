namespace TraceClient.Tool;

/// <summary>A span with its records.</summary>
/// <param name="Number">The how manieth step of the trace it is, from 1.</param>
/// <param name="Span">The span.</param>
/// <param name="Entries">Its records, and those that it dropped.</param>
internal sealed record RecordStep(int Number, Span Span, IReadOnlyList<RecordEntry> Entries)
{
    /// <summary>Whether it is part of a pipeline, where each step hands its records on to the next.</summary>
    public bool IsOfPipeline => Span.Type == SpanType.Input || Span.Type == SpanType.Output || IsCompared(Span);

    /// <summary>The spans of a trace with their records, in the order in which they began.</summary>
    public static IEnumerable<RecordStep> Of(Trace trace)
    {
        var spans = trace.Spans.ToDictionary(span => span.Id, StringComparer.Ordinal);
        for (var i = 0; i < trace.Spans.Count; i++)
        {
            var span = trace.Spans[i];
            var before = span.ParentId is { } parent && IsCompared(span) ? spans.GetValueOrDefault(parent) : null;
            yield return new RecordStep(i + 1, span, before is null
                ? [.. span.Records.Select(record => new RecordEntry(record))]
                : [.. RecordDiff.Between(before.Records, span.Records).Select(change => new RecordEntry(change.Record, change))]);
        }
    }

    private static bool IsCompared(Span span) => span.Type == SpanType.Filter || span.Type == SpanType.PreOutput;
}
