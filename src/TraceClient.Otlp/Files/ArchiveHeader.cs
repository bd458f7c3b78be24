namespace TraceClient.Otlp;

/// <summary>What stands beside the spans of a trace, without what a list does not need: attributes are most of the bytes.</summary>
/// <param name="Trace">The trace without spans, attributes and warnings.</param>
/// <param name="IsOwn">True where a span says all of the trace; else only the spans together do.</param>
/// <param name="RecordedAt">When the source took it in, where that is said.</param>
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
