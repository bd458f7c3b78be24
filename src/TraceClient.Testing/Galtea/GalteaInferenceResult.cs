namespace TraceClient.Testing;

/// <summary>An inference result, with the members that filters read. Times are ticks.</summary>
internal sealed record GalteaInferenceResult(long Index, string Id, string? SessionId, long CreatedAt, JsonMembers? Raw);
