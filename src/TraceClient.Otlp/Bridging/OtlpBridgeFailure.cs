namespace TraceClient.Otlp;

/// <summary>A trace that could not be moved. The bridge tries it again, in
/// later passes and in the next run with the same checkpoint.</summary>
/// <param name="Reference">The trace.</param>
/// <param name="Exception">Why.</param>
public sealed record OtlpBridgeFailure(TraceReference Reference, TraceClientException Exception);
