namespace TraceClient.Otlp;

/// <summary>Represents a trace that could not be sent. Later passes, and the next run with the same checkpoint, retry it.</summary>
/// <param name="Reference">The trace.</param>
/// <param name="Exception">The error.</param>
public sealed record OtlpBridgeFailure(TraceReference Reference, TraceClientException Exception);
