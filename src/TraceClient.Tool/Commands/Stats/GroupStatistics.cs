namespace TraceClient.Tool;

/// <summary>Represents counts, durations and token usage of a group of traces or spans.</summary>
internal sealed class GroupStatistics
{
    public long Count { get; private set; }

    /// <summary>Gets the number of items with a known status: failed or successful, but not running.</summary>
    public long Known { get; private set; }

    public long Errors { get; private set; }

    /// <summary>Gets the error rate of the items with a known status; null for none.</summary>
    public double? ErrorRate => Known == 0 ? null : (double)Errors / Known;

    public QuantileSketch Durations { get; } = new();

    public long? InputTokens { get; private set; }

    public long? OutputTokens { get; private set; }

    /// <summary>Returns whether a trace failed, by the rule of <see cref="TraceQuery.ErrorsOnly"/>.</summary>
    public static bool HasFailed(TraceSummary trace) => trace.Status == TraceStatus.Error || trace.ErrorCount > 0;

    public void Add(TraceSummary trace)
    {
        var isFailure = HasFailed(trace);
        // A running trace can still fail.
        var isKnown = isFailure || trace.Status == TraceStatus.Ok || (trace.ErrorCount is not null && trace.Status != TraceStatus.Running);
        // A running trace has no duration yet, even if its spans in a file have one.
        Add(isFailure, isKnown, trace.Status == TraceStatus.Running ? null : trace.Duration);
    }

    // A span without an error counts as successful, since few sources set the status Ok.
    public void Add(Span span, TokenUsage usage)
    {
        Add(span.Status == SpanStatus.Error, isKnown: true, span.Duration);
        Add(usage);
    }

    public void Add(TokenUsage usage)
    {
        if (usage.Input is { } input)
            InputTokens = (InputTokens ?? 0) + input;
        if (usage.Output is { } output)
            OutputTokens = (OutputTokens ?? 0) + output;
    }

    private void Add(bool isFailure, bool isKnown, TimeSpan? duration)
    {
        Count++;
        Known += isKnown ? 1 : 0;
        Errors += isFailure ? 1 : 0;
        if (duration is { } time)
            Durations.Add(time);
    }
}
