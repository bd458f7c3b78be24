namespace TraceClient;

/// <summary>A reference from a span to a span of the same or another trace.</summary>
/// <param name="TraceId">The other trace's id as the source gives it.</param>
/// <param name="SpanId">The other span's id as the source gives it.</param>
public sealed record SpanLink(string TraceId, string SpanId)
{
    /// <summary>What the source says of the link.</summary>
    public AttributeMap Attributes { get; init; } = AttributeMap.Empty;

    /// <summary>The two ids.</summary>
    public override string ToString() => $"{TraceId}/{SpanId}";
}
