namespace TraceClient;

/// <summary>Represents the changes that one read of a followed trace found.</summary>
/// <param name="Trace">The trace as it is now.</param>
/// <param name="AddedSpans">The spans that were not there before, by start; all of them in the first update.</param>
/// <param name="ChangedSpans">The spans that were there and say something else now, by start.</param>
public sealed record TraceUpdate(Trace Trace, IReadOnlyList<Span> AddedSpans, IReadOnlyList<Span> ChangedSpans);

/// <summary>Options for following a trace.</summary>
public sealed record FollowOptions
{
    /// <summary>Gets the time between two reads.</summary>
    /// <value>The default is 2 s.</value>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets how long nothing new may have come, once the trace is
    /// complete, before following ends: spans can arrive late.</summary>
    /// <value>The default is 10 s: Galtea's rows can come about 9 s after the turn has ended.</value>
    public TimeSpan QuietPeriod { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets whether to wait for a trace that the source does not know yet.</summary>
    /// <value>The default is false.</value>
    public bool WaitForTrace { get; init; }
}
