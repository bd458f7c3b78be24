namespace TraceClient.Tool;

/// <summary>Computes statistics of traces, and optionally of spans, in memory that does not grow with their number.</summary>
internal sealed class TraceStatistics(IEnumerable<GroupBy> by, int slowest)
{
    // Traces with equal durations are ordered by reference, since the order in which they are read varies.
    private static readonly Comparer<TraceSummary> ByDuration = Comparer<TraceSummary>.Create((left, right) =>
        Nullable.Compare(left.Duration, right.Duration) is not 0 and var order
            ? order
            : string.CompareOrdinal(right.Reference.ToString(), left.Reference.ToString()));

    private readonly PriorityQueue<TraceSummary, TraceSummary> _slowest = new(ByDuration);

    public GroupStatistics Traces { get; } = new();

    /// <summary>Gets the statistics of all spans; null if no spans were read.</summary>
    public GroupStatistics? Spans { get; private set; }

    public IReadOnlyList<Grouping> Groupings { get; } = [.. by.Select(one => new Grouping(one))];

    public TraceTimestamp? First { get; private set; }

    public TraceTimestamp? Last { get; private set; }

    /// <summary>Gets the slowest traces, the slowest first.</summary>
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

    /// <summary>Adds a trace and its spans.</summary>
    public void Add(TraceSummary summary, Trace trace)
    {
        Add(summary);
        Spans ??= new GroupStatistics();
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
