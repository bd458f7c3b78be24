namespace TraceClient.Otlp;

/// <summary>A span as it was read.</summary>
/// <param name="IsHeader">Whether the span says all of its trace, as one of those that <see cref="OtlpWriter"/> wrote does.</param>
/// <param name="Trace">The trace without spans.</param>
/// <param name="Span">The span without children.</param>
/// <param name="Index">Its place among its trace's spans, where that was written.</param>
/// <param name="IsPlaceholder">Whether it stands for a trace without spans, and is none of them.</param>
internal sealed record ReadSpan(bool IsHeader, Trace Trace, Span Span, long? Index, bool IsPlaceholder);
