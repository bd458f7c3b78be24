namespace TraceClient.Otlp;

/// <summary>The properties of a trace that a list needs. Attributes, which are most of the bytes, are omitted.</summary>
/// <param name="Trace">The trace without spans, attributes and warnings.</param>
/// <param name="IsOwn">Whether one span has all properties of the trace; else they are derived from all spans.</param>
/// <param name="RecordedAt">The time at which the source recorded the trace; null if unknown.</param>
internal sealed record ArchiveHeader(Trace Trace, bool IsOwn, TraceTimestamp? RecordedAt)
{
    public static ArchiveHeader Of(Trace trace, bool isOwn) =>
        new(trace with { Spans = [], Roots = [], Attributes = AttributeMap.Empty, Warnings = [] }, isOwn,
            RecordedAtIn(trace.Source, trace.Attributes));

    /// <summary>The time by which the source orders its list.</summary>
    public static TraceTimestamp? RecordedAtIn(string source, AttributeMap attributes) =>
        TraceTimestamp.TryParse(attributes.GetString($"{source}.started_at") ?? attributes.GetString($"{source}.created_at"), out var time)
            ? time
            : null;
}
