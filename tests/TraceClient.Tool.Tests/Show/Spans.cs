namespace TraceClient.Tool.Tests.Show;

/// <summary>Traces made by hand.</summary>
internal static class Spans
{
    private static readonly TraceTimestamp Start = TraceTimestamp.FromUnixSeconds(1_700_000_000);

    public static Span Of(
        string id, string? parentId = null, double? start = null, double? end = null, SpanStatus status = SpanStatus.Unset) => new()
        {
            Id = id,
            ParentId = parentId,
            Name = id,
            Status = status,
            StartTime = start is { } from ? Start + TimeSpan.FromSeconds(from) : null,
            EndTime = end is { } to ? Start + TimeSpan.FromSeconds(to) : null,
        };

    public static Trace Trace(params IEnumerable<Span> spans) =>
        TraceAssembler.Assemble(new Trace { Reference = new TraceReference("made", "1"), Name = "made" }, spans);

    public static Span? Find(this Trace trace, string id) => trace.Spans.SingleOrDefault(span => span.Id == id);
}
