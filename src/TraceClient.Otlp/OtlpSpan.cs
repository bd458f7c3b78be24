namespace TraceClient.Otlp;

/// <summary>Represents a span that was read from OTLP data, with the properties of its trace.</summary>
/// <param name="Trace">
/// The trace without spans. One span of each trace that <see cref="OtlpWriter"/> wrote has all properties of the trace. The other spans,
/// and those of other programs, have its id, which is also its name, and its service.
/// </param>
/// <param name="Span">The span without children.</param>
public sealed record OtlpSpan(Trace Trace, Span Span)
{
    /// <summary>Returns the reference of the trace, and the span.</summary>
    /// <returns>A line of text.</returns>
    public override string ToString() => $"{Trace.Reference} {Span}";
}
