namespace TraceClient.Replication;

/// <summary>Represents the content of a store.</summary>
/// <param name="Traces">The number of traces.</param>
/// <param name="Spans">The number of spans.</param>
/// <param name="Bytes">
/// The size in bytes: of a file the used part, with indexes; of a PostgreSQL database an estimate of what was written.
/// </param>
public sealed record TraceStoreStatistics(long Traces, long Spans, long Bytes);
