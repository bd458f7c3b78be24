namespace TraceClient.Testing;

/// <summary>One session, as far as filters look at it. Times are ticks.</summary>
internal sealed record GalteaSession(
    long Index, string Id, string? CustomId, string? VersionId, string? TestCaseId, long CreatedAt, JsonMembers? Raw);
