namespace TraceClient;

/// <summary>What one read of a followed trace brought.</summary>
/// <param name="Trace">The trace as it is now.</param>
/// <param name="AddedSpans">The spans that were not there before, by start; all of them in the first update.</param>
/// <param name="ChangedSpans">The spans that were there and say something else now, by start.</param>
public sealed record TraceUpdate(Trace Trace, IReadOnlyList<Span> AddedSpans, IReadOnlyList<Span> ChangedSpans);
