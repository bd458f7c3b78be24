namespace TraceClient.Testing;

/// <summary>A session, with the members that filters read. Times are ticks.</summary>
internal sealed record GalteaSession(
    long Index, string Id, string? CustomId, string? VersionId, string? TestCaseId, long CreatedAt, JsonMembers? Raw);
