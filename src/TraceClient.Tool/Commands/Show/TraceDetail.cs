namespace TraceClient.Tool;

/// <summary>How much is shown of the spans of a trace.</summary>
/// <param name="Records">Whether their records are.</param>
/// <param name="Attributes">Whether their attributes are.</param>
/// <param name="IsSpan">Whether one span was asked for, and all that is known of it.</param>
internal sealed record TraceDetail(bool Records, bool Attributes, bool IsSpan);
