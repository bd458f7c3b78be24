namespace TraceClient.Otlp;

/// <summary>The properties that a trace of another program derives from a possible root span.</summary>
internal readonly record struct ArchiveRoot(
    ulong Id, ulong? Parent, TraceTimestamp? Time, string SpanId, string Name, SpanStatus Status, string? Service)
{
    public ArchiveRoot(Span span, ulong id)
        : this(
            id,
            span.ParentId is { } parent ? SeenSpanIds.HashOf(parent) : null,
            span.StartTime ?? span.EndTime,
            span.Id,
            span.Name,
            span.Status,
            span.Resource.GetString(AttributeKeys.ServiceName))
    {
    }
}
