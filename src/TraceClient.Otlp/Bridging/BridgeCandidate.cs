namespace TraceClient.Otlp;

/// <summary>A trace that is to be moved.</summary>
/// <param name="Progress">The progress of its source.</param>
/// <param name="Reference">The trace.</param>
/// <param name="RecordedAt">When its source took it in; null when unknown.</param>
/// <param name="Open">What is known of it from before; null for a new one.</param>
internal sealed record BridgeCandidate(SourceProgress Progress, TraceReference Reference, long? RecordedAt, OpenTrace? Open);
