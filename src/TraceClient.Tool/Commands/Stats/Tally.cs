namespace TraceClient.Tool;

/// <summary>Counts of some traces or spans, and how long they took.</summary>
internal sealed class Tally
{
    public long Count { get; private set; }

    /// <summary>How many of them have a known status: they failed, or say that
    /// they did not. A trace that is running is not among them.</summary>
    public long Known { get; private set; }

    public long Errors { get; private set; }

    /// <summary>Errors as a part of those with a known status; null when there are none.</summary>
    public double? ErrorRate => Known == 0 ? null : (double)Errors / Known;

    public QuantileSketch Durations { get; } = new();

    public long? InputTokens { get; private set; }

    public long? OutputTokens { get; private set; }

    public void Add(TraceSummary trace)
    {
        var isFailure = TraceOutcome.IsFailure(trace);
        // A running trace can still fail.
        var isKnown = isFailure || trace.Status == TraceStatus.Ok || (trace.ErrorCount is not null && trace.Status != TraceStatus.Running);
        // What still runs has no duration yet, whatever a file says of the spans that are there.
        Add(isFailure, isKnown, trace.Status == TraceStatus.Running ? null : trace.Duration);
    }

    // A span says when it failed, seldom when it went well.
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
