namespace TraceClient.Testing;

/// <summary>
/// An immutable trace session. Times are ticks. <paramref name="Number"/> is the index of the generated session; -1 for one that was
/// added.
/// </summary>
internal sealed record CalyptiaSession(
    string Id, string PipelineId, int Number, string[]? Plugins, long LifespanNs, long CreatedAt, long UpdatedAt, JsonMembers? Raw = null)
{
    public long EndsAt => CreatedAt + (LifespanNs / 100);
}
