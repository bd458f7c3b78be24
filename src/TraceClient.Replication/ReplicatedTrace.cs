namespace TraceClient.Replication;

/// <summary>Represents a trace that a sink is to store.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="RecordedAt">The <see cref="TraceSummary.RecordedAt"/> of the trace; null if the source does not say.</param>
public sealed record ReplicatedTrace(Trace Trace, TraceTimestamp? RecordedAt = null);
