namespace TraceClient.Otlp;

/// <summary>A trace that is to be moved.</summary>
/// <param name="Ledger">Where to enter what becomes of it.</param>
/// <param name="Reference">The trace.</param>
/// <param name="RecordedAt">When its source took it in; null when unknown.</param>
/// <param name="Open">What is known of it from before; null for a new one.</param>
internal sealed record BridgeCandidate(SourceLedger Ledger, TraceReference Reference, long? RecordedAt, OpenTrace? Open);
