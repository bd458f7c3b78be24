namespace TraceClient.Otlp;

/// <summary>A span as it was read.</summary>
/// <param name="Header">What its resource says.</param>
/// <param name="Trace">The trace without spans.</param>
/// <param name="Span">The span without children.</param>
/// <param name="Index">Its place among its trace's spans, where that was written.</param>
internal sealed record ReadSpan(HeaderFromWire Header, Trace Trace, Span Span, long? Index);
