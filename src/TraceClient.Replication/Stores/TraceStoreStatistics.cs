namespace TraceClient.Replication;

/// <summary>Represents the content of a store.</summary>
/// <param name="Traces">The number of traces.</param>
/// <param name="Spans">The number of spans.</param>
/// <param name="Bytes">The size in bytes, with indexes, without space that is free for new data.</param>
public sealed record TraceStoreStatistics(long Traces, long Spans, long Bytes);
