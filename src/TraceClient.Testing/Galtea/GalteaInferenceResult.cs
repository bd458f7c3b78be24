namespace TraceClient.Testing;

/// <summary>One turn of a session, as far as filters look at it. Times are ticks.</summary>
internal sealed record GalteaInferenceResult(long Index, string Id, string? SessionId, long CreatedAt, JsonMembers? Raw);
