namespace TraceClient.Tool;

/// <summary>What traces or spans are grouped by.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="OfTrace">A trace's group; null for a grouping of spans.</param>
/// <param name="OfSpan">A span's group, null for a span that belongs to none; null for a grouping of traces.</param>
internal sealed record GroupBy(string Name, Func<TraceSummary, string?>? OfTrace = null, Func<Span, TokenUsage, string?>? OfSpan = null)
{
    public static IReadOnlyList<GroupBy> All { get; } =
    [
        new("source", OfTrace: trace => trace.Source),
        new("service", OfTrace: trace => trace.ServiceName),
        new("name", OfTrace: trace => trace.Name),
        new("type", OfSpan: (span, _) => span.Type.Value),
        new("span", OfSpan: (span, _) => span.Name),
        new("model", OfSpan: (_, usage) => usage == default ? null : usage.Model ?? Grouping.None),
    ];
}
