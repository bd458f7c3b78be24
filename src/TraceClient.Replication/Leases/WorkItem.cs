namespace TraceClient.Replication;

/// <summary>Represents a part of a backfill: the traces of a source in a window of time, or in a session.</summary>
/// <param name="Source">The name of the source.</param>
public sealed record WorkItem(string Source)
{
    /// <summary>Gets the earliest <see cref="TraceSummary.RecordedAt"/>, inclusive; null for no limit.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Gets the latest <see cref="TraceSummary.RecordedAt"/>, inclusive; null for no limit.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Gets the session; null for all.</summary>
    public string? SessionId { get; init; }

    /// <summary>Returns the query for the traces of the item.</summary>
    /// <returns>The query.</returns>
    public TraceQuery ToQuery() => new() { Sources = [Source], From = From, To = To, SessionId = SessionId };
}
