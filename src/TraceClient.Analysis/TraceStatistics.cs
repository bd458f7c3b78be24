namespace TraceClient.Analysis;

/// <summary>Counts traces and their spans: errors, durations, tokens and costs, in memory that does not grow with their number.</summary>
/// <remarks>It is not thread-safe.</remarks>
public sealed class TraceStatistics
{
    // Traces with equal durations are ordered by reference, since the order in which they are read varies.
    private static readonly Comparer<TraceSummary> ByDuration = Comparer<TraceSummary>.Create((left, right) =>
        Nullable.Compare(left.Duration, right.Duration) is not 0 and var order
            ? order
            : string.CompareOrdinal(right.Reference.ToString(), left.Reference.ToString()));

    private readonly PriorityQueue<TraceSummary, TraceSummary> _slowest = new(ByDuration);
    private readonly int _slowestCount;

    /// <summary>Initializes statistics without traces.</summary>
    /// <param name="by">The properties to group by.</param>
    /// <param name="slowestCount">The number of the slowest traces to keep.</param>
    public TraceStatistics(IEnumerable<StatisticsProperty> by, int slowestCount = 10)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentOutOfRangeException.ThrowIfNegative(slowestCount);
        Groupings = [.. by.Select(one => new StatisticsGrouping(one))];
        _slowestCount = slowestCount;
    }

    /// <summary>Gets the statistics of all traces.</summary>
    public StatisticsGroup Traces { get; } = new("traces");

    /// <summary>Gets the statistics of all spans; null if no spans were added.</summary>
    public StatisticsGroup? Spans { get; private set; }

    /// <summary>Gets the groups by each of the properties.</summary>
    public IReadOnlyList<StatisticsGrouping> Groupings { get; }

    /// <summary>Gets the time of the first trace; null where no time is known.</summary>
    public TraceTimestamp? First { get; private set; }

    /// <summary>Gets the time of the last trace; null where no time is known.</summary>
    public TraceTimestamp? Last { get; private set; }

    /// <summary>Gets the slowest traces, the slowest first.</summary>
    public IReadOnlyList<TraceSummary> Slowest => [.. _slowest.UnorderedItems.Select(item => item.Element).OrderDescending(ByDuration)];

    /// <summary>Adds a trace of a list.</summary>
    /// <param name="trace">The trace.</param>
    public void Add(TraceSummary trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        Traces.Add(trace);
        foreach (var grouping in Groupings)
            grouping.Find(trace)?.Add(trace);
        if ((trace.RecordedAt ?? trace.StartTime) is { } time)
        {
            First = First < time ? First : time;
            Last = Last > time ? Last : time;
        }

        if (trace.Duration is null || trace.Status == TraceStatus.Running)
            return;
        _slowest.Enqueue(trace, trace);
        if (_slowest.Count > _slowestCount)
            _slowest.Dequeue();
    }

    /// <summary>Adds a trace of a list, and its spans.</summary>
    /// <param name="summary">The trace as the list has it.</param>
    /// <param name="trace">The trace with its spans.</param>
    public void Add(TraceSummary summary, Trace trace)
    {
        Add(summary);
        Add(trace);
        var usage = trace.Usage;
        Spans!.Add(usage);
        foreach (var grouping in Groupings)
            grouping.Find(summary)?.Add(usage);
    }

    /// <summary>Adds the spans of a trace.</summary>
    internal void Add(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        Spans ??= new StatisticsGroup("spans");
        var timeline = SpanTimeline.Of(trace);
        var calls = SpanCall.Of(timeline);
        for (var i = 0; i < timeline.Count; i++)
        {
            var (span, call, selfTime) = (timeline[i], calls[i], timeline.SelfTimeOf(i));
            Spans.Add(span, trace.Reference, selfTime);
            foreach (var grouping in Groupings)
            {
                if (grouping.Find(span, call) is not { } group)
                    continue;
                group.Add(span, trace.Reference, selfTime);
                group.Add(call?.Usage);
            }
        }
    }
}

/// <summary>Represents a model call: a span with tokens or a cost that no span below it has.</summary>
internal sealed record SpanCall(string? Model, GenAIUsage? Usage)
{
    /// <summary>Returns the call of each span; null for one that is none, or that repeats the usage of its descendants.</summary>
    public static SpanCall?[] Of(SpanTimeline timeline)
    {
        var calls = new SpanCall?[timeline.Count];
        var below = new (bool Tokens, bool Cost)[timeline.Count];
        for (var i = timeline.Count - 1; i >= 0; i--)
        {
            if (timeline[i].GenAI is { } call)
            {
                var hasTokens = (call.InputTokens ?? call.OutputTokens ?? call.CachedInputTokens ?? call.TotalTokens) is not null;
                var (tokens, cost) = (hasTokens && !below[i].Tokens, call.Cost is not null && !below[i].Cost);
                if (tokens || cost || (!hasTokens && IsModelCall(timeline[i])))
                    calls[i] = new(call.Model, tokens || cost ? UsageOf(call, tokens, cost) : null);
                below[i] = (below[i].Tokens || hasTokens, below[i].Cost || call.Cost is not null);
            }

            if (timeline.ParentOf(i) is >= 0 and var parent)
                below[parent] = (below[parent].Tokens || below[i].Tokens, below[parent].Cost || below[i].Cost);
        }

        return calls;
    }

    private static bool IsModelCall(Span span) => span.Type == SpanType.Generation || span.Type == SpanType.Embedding;

    private static GenAIUsage UsageOf(GenAIInfo call, bool tokens, bool cost) => new()
    {
        InputTokens = tokens ? call.InputTokens : null,
        OutputTokens = tokens ? call.OutputTokens : null,
        CachedInputTokens = tokens ? call.CachedInputTokens : null,
        TotalTokens = tokens ? call.TotalTokens : null,
        Costs = cost ? [call.Cost!.Value] : [],
    };
}
