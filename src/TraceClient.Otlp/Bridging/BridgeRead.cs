namespace TraceClient.Otlp;

/// <summary>What the reading of a trace came to: the trace, an error, or neither when the source no longer has it.</summary>
internal sealed record BridgeRead(BridgeCandidate Candidate, Trace? Trace, TraceClientException? Error);
