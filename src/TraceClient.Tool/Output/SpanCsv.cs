namespace TraceClient.Tool;

/// <summary>Traces as their spans, a row each; attributes as JSON.</summary>
internal sealed class SpanCsv : TraceOutput
{
    private readonly CsvOutput _csv;

    public SpanCsv(TextWriter writer)
    {
        _csv = new CsvOutput(writer);
        _csv.Row(
            "trace", "id", "parentId", "name", "type", "kind", "status", "statusMessage", "startTime", "endTime", "durationMs", "records",
            "links", "attributes", "resource");
    }

    public override void Write(Trace trace, SpanSelection spans)
    {
        foreach (var span in spans.Spans)
            Write(trace.Reference, span);
    }

    /// <summary>Writes one span.</summary>
    public void Write(TraceReference trace, Span span) => _csv.Row(
        trace.ToString(),
        span.Id,
        span.ParentId,
        span.Name,
        span.Type.Value,
        span.Kind.ToString(),
        span.Status.ToString(),
        span.StatusMessage,
        span.StartTime?.ToString(),
        span.EndTime?.ToString(),
        span.Duration?.TotalMilliseconds.ToString(CultureInfo.InvariantCulture),
        span.Records.Count.ToString(CultureInfo.InvariantCulture),
        span.Links.Count.ToString(CultureInfo.InvariantCulture),
        AttributeValue.From(span.Attributes).ToString(),
        AttributeValue.From(span.Resource).ToString());

    public override void Finish()
    {
        // Each line is whole.
    }
}
