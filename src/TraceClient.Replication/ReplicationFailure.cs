namespace TraceClient.Replication;

/// <summary>Represents a trace that could not be read or written.</summary>
/// <remarks>Later passes, and the next run with the same checkpoint, retry it.</remarks>
/// <param name="Reference">The reference of the trace.</param>
/// <param name="Exception">The error.</param>
public sealed record ReplicationFailure(TraceReference Reference, TraceClientException Exception);
