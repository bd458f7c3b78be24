namespace TraceClient.Analysis;

/// <summary>Represents counts, durations and usage of a group of traces or spans.</summary>
public sealed class StatisticsGroup
{
    private ulong _totalTime;
    private ulong _selfTime;

    internal StatisticsGroup(string key) => Key = key;

    /// <summary>Gets the value that the items of the group have in common; <c>-</c> for items without one.</summary>
    public string Key { get; }

    /// <summary>Gets the number of traces or spans.</summary>
    public long Count { get; private set; }

    /// <summary>Gets the number of items with a known status: failed or successful, but not running.</summary>
    public long KnownCount { get; private set; }

    /// <summary>Gets the number of items that failed.</summary>
    public long ErrorCount { get; private set; }

    /// <summary>Gets the part of the items with a known status that failed, from 0 to 1; null where no status is known.</summary>
    public double? ErrorRate => KnownCount == 0 ? null : (double)ErrorCount / KnownCount;

    /// <summary>Gets the durations.</summary>
    public QuantileSketch Durations { get; } = new();

    /// <summary>Gets the sum of the durations, with 100 ns resolution.</summary>
    public TimeSpan TotalTime => Interval.ToTimeSpan(_totalTime);

    /// <summary>Gets the sum of the time of the spans in which none of their children ran; zero for traces.</summary>
    public TimeSpan SelfTime => Interval.ToTimeSpan(_selfTime);

    /// <summary>Gets the tokens and the cost of the model calls; null where nothing says them. No call counts twice.</summary>
    public GenAIUsage? Usage { get; private set; }

    /// <summary>Gets the span of the group with the longest duration; null for traces.</summary>
    public SlowestSpan? Slowest { get; private set; }

    internal void Add(TraceSummary trace)
    {
        var isFailure = trace.HasFailed;
        // A running trace can still fail.
        var isKnown = isFailure || trace.Status == TraceStatus.Ok || (trace.ErrorCount is not null && trace.Status != TraceStatus.Running);
        // A running trace has no duration yet, even if its spans in a file have one.
        Add(isFailure, isKnown, trace.Status == TraceStatus.Running ? null : trace.Duration);
    }

    // A span without an error counts as successful, since few sources set the status Ok.
    internal void Add(Span span, TraceReference trace, ulong? selfTime)
    {
        // Its id, and not the span, which would keep its whole trace in memory.
        if (span.Duration is { } duration && (Slowest is null || duration > Slowest.Duration))
            Slowest = new(trace, span.Id, duration);
        Add(span.Status == SpanStatus.Error, isKnown: true, span.Duration);
        _selfTime += selfTime ?? 0;
    }

    internal void Add(GenAIUsage? usage)
    {
        if (usage is not null)
            Usage = Usage is null ? usage : GenAIUsage.Sum([Usage, usage]);
    }

    private void Add(bool isFailure, bool isKnown, TimeSpan? duration)
    {
        Count++;
        KnownCount += isKnown ? 1 : 0;
        ErrorCount += isFailure ? 1 : 0;
        if (duration is not { } time)
            return;
        Durations.Add(time);
        _totalTime += (ulong)Math.Max(0, time.Ticks) * TimeSpan.NanosecondsPerTick;
    }
}

/// <summary>Represents the span of a group that took longest.</summary>
/// <param name="Trace">The reference of its trace.</param>
/// <param name="SpanId">The source's own id of the span.</param>
/// <param name="Duration">How long it took.</param>
public sealed record SlowestSpan(TraceReference Trace, string SpanId, TimeSpan Duration);
