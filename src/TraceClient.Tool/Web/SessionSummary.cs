namespace TraceClient.Tool;

/// <summary>Represents a session in a list: the traces of a source that have the same session.</summary>
/// <param name="Source">The name of the source.</param>
/// <param name="Id">The id of the session.</param>
/// <param name="Name">The name of its first trace.</param>
internal sealed record SessionSummary(string Source, string Id, string Name)
{
    /// <summary>Gets the number of traces.</summary>
    public required int TraceCount { get; init; }

    /// <summary>Gets the time when the first trace began; null if it is not known.</summary>
    public TraceTimestamp? StartTime { get; init; }

    /// <summary>Gets the time when the newest trace was recorded; null if it is not known.</summary>
    public TraceTimestamp? RecordedAt { get; init; }

    /// <summary>Gets the sum of the durations of the traces, without the time between them; null if none is known.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Gets the number of spans; null if it is not known.</summary>
    public long? SpanCount { get; init; }

    /// <summary>Gets the number of traces that failed or have a failed span.</summary>
    public required int ErrorCount { get; init; }

    /// <summary>Groups traces by session. Traces without a session are left out.</summary>
    /// <param name="traces">The traces.</param>
    /// <param name="sort">The sort order, one of <see cref="SummaryOrder.Names"/>.</param>
    public static IReadOnlyList<SessionSummary> Group(IEnumerable<TraceSummary> traces, string sort)
    {
        var sessions = traces.Where(trace => trace.SessionId is not null)
            .GroupBy(trace => (trace.Source, Id: trace.SessionId!))
            .Select(group => Of(group.Key.Source, group.Key.Id, [.. group]))
            .OrderByDescending(session => session.RecordedAt).ThenBy(session => session.Id, StringComparer.Ordinal);
        return sort switch
        {
            "oldest" => [.. sessions.OrderBy(session => session.RecordedAt is null).ThenBy(session => session.RecordedAt)],
            "duration" => [.. sessions.OrderByDescending(session => session.Duration)],
            "spans" => [.. sessions.OrderByDescending(session => session.SpanCount)],
            "errors" => [.. sessions.OrderByDescending(session => session.ErrorCount)],
            "name" => [.. sessions.OrderBy(session => session.Name, StringComparer.Ordinal)],
            _ => [.. sessions],
        };
    }

    private static SessionSummary Of(string source, string id, List<TraceSummary> traces)
    {
        var first = traces.OrderBy(trace => trace.StartTime is null).ThenBy(trace => trace.StartTime).First();
        return new SessionSummary(source, id, first.Name)
        {
            TraceCount = traces.Count,
            StartTime = first.StartTime,
            RecordedAt = traces.Max(TraceListQuery.TimeOf),
            Duration = traces.Any(trace => trace.Duration is not null)
                ? TimeSpan.FromTicks(traces.Sum(trace => Math.Max(0, trace.Duration?.Ticks ?? 0)))
                : null,
            SpanCount = traces.Any(trace => trace.SpanCount is not null) ? traces.Sum(trace => (long)(trace.SpanCount ?? 0)) : null,
            ErrorCount = traces.Count(TraceListQuery.HasErrors),
        };
    }
}
