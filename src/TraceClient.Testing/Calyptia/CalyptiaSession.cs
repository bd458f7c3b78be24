namespace TraceClient.Testing;

/// <summary>
/// A trace session at one moment: changing it makes another. Times are ticks. <paramref name="Number"/> is the generated session
/// whose records these are, -1 for one that was added.
/// </summary>
internal sealed record CalyptiaSession(
    string Id, string PipelineId, int Number, string[]? Plugins, long LifespanNs, long CreatedAt, long UpdatedAt, JsonMembers? Raw = null)
{
    public long EndsAt => CreatedAt + (LifespanNs / 100);
}
