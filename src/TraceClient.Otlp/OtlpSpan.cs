namespace TraceClient.Otlp;

/// <summary>A span as it was read, with what stands beside it of its trace.</summary>
/// <param name="Trace">The trace without spans. One span of a trace that <see cref="OtlpWriter"/> wrote says all of it; with the others,
/// and in data of other programs, it has the id, also as its name, and the service.</param>
/// <param name="Span">The span without children.</param>
public sealed record OtlpSpan(Trace Trace, Span Span)
{
    /// <summary>The trace's reference and the span.</summary>
    public override string ToString() => $"{Trace.Reference} {Span}";
}
