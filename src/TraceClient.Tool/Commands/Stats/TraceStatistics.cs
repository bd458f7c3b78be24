namespace TraceClient.Tool;

/// <summary>Counts traces, and spans where they are asked for, in memory that does not grow with how many there are.</summary>
internal sealed class TraceStatistics(IEnumerable<GroupBy> by, int slowest)
{
    // Of traces that took the same time, the reference decides: the order in which they are read can be another one each time.
    private static readonly Comparer<TraceSummary> ByDuration = Comparer<TraceSummary>.Create((left, right) =>
        Nullable.Compare(left.Duration, right.Duration) is not 0 and var order
            ? order
            : string.CompareOrdinal(right.Reference.ToString(), left.Reference.ToString()));

    private readonly PriorityQueue<TraceSummary, TraceSummary> _slowest = new(ByDuration);

    public Tally Traces { get; } = new();

    /// <summary>All spans that were read; null when none were to be.</summary>
    public Tally? Spans { get; private set; }

    public IReadOnlyList<Grouping> Groupings { get; } = [.. by.Select(one => new Grouping(one))];

    public TraceTimestamp? First { get; private set; }

    public TraceTimestamp? Last { get; private set; }

    /// <summary>The traces that took longest, the longest first.</summary>
    public IReadOnlyList<TraceSummary> Slowest => [.. _slowest.UnorderedItems.Select(item => item.Element).OrderDescending(ByDuration)];

    public void Add(TraceSummary trace)
    {
        Traces.Add(trace);
        foreach (var grouping in Groupings)
            grouping.Add(trace);
        if ((trace.RecordedAt ?? trace.StartTime) is { } time)
        {
            First = First < time ? First : time;
            Last = Last > time ? Last : time;
        }

        if (trace.Duration is null || trace.Status == TraceStatus.Running)
            return;
        _slowest.Enqueue(trace, trace);
        if (_slowest.Count > slowest)
            _slowest.Dequeue();
    }

    /// <summary>Counts a trace and its spans.</summary>
    public void Add(TraceSummary summary, Trace trace)
    {
        Add(summary);
        Spans ??= new Tally();
        foreach (var span in trace.Spans)
        {
            Spans.Add(span, default);
            var usage = TokenUsage.Of(span);
            foreach (var grouping in Groupings)
                grouping.Add(span, usage);
        }

        var whole = TokenUsage.Of(trace);
        Spans.Add(whole);
        foreach (var grouping in Groupings)
            grouping.Add(summary, whole);
    }
}
