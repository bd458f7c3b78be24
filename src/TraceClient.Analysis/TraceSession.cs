namespace TraceClient.Analysis;

/// <summary>Represents the traces of one session, such as the turns of a conversation.</summary>
public sealed class TraceSession
{
    private TraceSession(string source, string id, IReadOnlyList<Trace> traces) => (Source, Id, Traces) = (source, id, traces);

    /// <summary>Gets the name of the source.</summary>
    public string Source { get; }

    /// <summary>Gets the id that the traces have in common, <see cref="Trace.SessionId"/>.</summary>
    public string Id { get; }

    /// <summary>Gets the traces, by start.</summary>
    public IReadOnlyList<Trace> Traces { get; }

    /// <summary>Gets the time when the first trace began; null when none says.</summary>
    public TraceTimestamp? StartTime => Traces.Min(trace => trace.StartTime);

    /// <summary>Gets the time when the last trace ended; null when none says.</summary>
    public TraceTimestamp? EndTime => Traces.Max(trace => trace.EndTime);

    /// <summary>Gets the sum of the durations of the traces, without the time between them.</summary>
    public TimeSpan TotalTime => TimeSpan.FromTicks(Traces.Sum(trace => Math.Max(0, trace.Duration?.Ticks ?? 0)));

    /// <summary>Gets the number of traces that failed or have a failed span.</summary>
    public int ErrorCount => Traces.Count(trace =>
        trace.Status == TraceStatus.Error || trace.Spans.Any(span => span.Status == SpanStatus.Error));

    /// <summary>Gets the tokens and the cost of all traces; null where nothing says them.</summary>
    public GenAIUsage? Usage => GenAIUsage.Sum(Traces.Select(trace => trace.Usage));

    /// <summary>Groups traces by their source and session.</summary>
    /// <param name="traces">The traces, in any order. Those without a session are left out.</param>
    /// <returns>The sessions, the one that began last first.</returns>
    public static IReadOnlyList<TraceSession> Group(IEnumerable<Trace> traces)
    {
        ArgumentNullException.ThrowIfNull(traces);
        return
        [
            .. traces.Where(trace => trace.SessionId is not null)
                .GroupBy(trace => (trace.Source, Id: trace.SessionId!))
                .Select(group => new TraceSession(group.Key.Source, group.Key.Id, [.. group.OrderBy(trace => trace.StartTime)]))
                .OrderByDescending(session => session.StartTime).ThenBy(session => session.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>Reads the messages of all traces as one conversation.</summary>
    public Conversation ReadConversation() => Conversation.Of(Traces);

    /// <summary>Returns the source, the id and the number of traces.</summary>
    public override string ToString() => $"{Source}:{Id} ({Traces.Count} traces)";
}
