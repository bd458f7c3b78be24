namespace TraceClient.Kubiya;

/// <summary>A trace with its spans, as the control plane sends it.</summary>
public sealed record KubiyaTraceDetail : KubiyaTraceHeader
{
    /// <summary>The spans: all in a row with <c>flat=true</c>, else the roots.</summary>
    public IReadOnlyList<KubiyaSpan>? Spans { get; init; }

    /// <summary>The trace's id; personal data are not shown.</summary>
    public override string ToString() => base.ToString();
}
