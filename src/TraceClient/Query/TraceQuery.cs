namespace TraceClient;

/// <summary>Which traces to list. All conditions that are set must hold;
/// one that a source knows nothing of is not met by its traces.</summary>
public sealed record TraceQuery
{
    /// <summary>Gets the earliest <see cref="TraceSummary.RecordedAt"/>, inclusive.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Gets the latest <see cref="TraceSummary.RecordedAt"/>, inclusive.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Gets the status of the trace.</summary>
    public TraceStatus? Status { get; init; }

    /// <summary>Gets the whole name of the trace; case counts.</summary>
    public string? Name { get; init; }

    /// <summary>Gets a part of the trace's name or its service's name, in any case.</summary>
    public string? SearchText { get; init; }

    /// <summary>Gets the words that one span of the trace, or the trace itself, must have; null for no condition.</summary>
    /// <remarks>
    /// <see cref="FullTextQuery"/> describes what a word is. Files and stores can be searched this way. The list of another source fails
    /// with an exception that says so.
    /// </remarks>
    public string? FullText { get; init; }

    /// <summary>Gets a type that at least one of the trace's spans has.</summary>
    /// <remarks>Where neither the source nor its list can tell, each trace that meets all other conditions is opened to see.</remarks>
    public SpanType? SpanType { get; init; }

    /// <summary>Gets the conversation, execution or trace session that the trace is part of.</summary>
    public string? SessionId { get; init; }

    /// <summary>Gets the whole name of the service or pipeline; case counts.</summary>
    public string? ServiceName { get; init; }

    /// <summary>Gets the id of the user who caused the trace.</summary>
    public string? User { get; init; }

    /// <summary>Gets whether to list only traces whose status is <see cref="TraceStatus.Error"/> or that have a span that failed.</summary>
    public bool ErrorsOnly { get; init; }

    /// <summary>Gets the most traces to list, over all sources together; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Gets the names of the sources to read; null or empty for all that are configured.</summary>
    public IReadOnlyCollection<string>? Sources { get; init; }

    /// <summary>Gets whether the list goes on without an exception when a source fails: see <see cref="TraceList.Failures"/>.</summary>
    public bool ContinueOnSourceFailure { get; init; }

    /// <summary>Creates a query for the traces of the last hours, days or whatever time it is.</summary>
    /// <param name="span">How far the query reaches back from now.</param>
    /// <param name="timeProvider">The clock that says what now is; null for the system's.</param>
    /// <returns>A query whose <see cref="From"/> is set, to which <c>with</c> adds further conditions.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="span"/> is negative or reaches back beyond the year 1.</exception>
    public static TraceQuery Since(TimeSpan span, TimeProvider? timeProvider = null)
    {
        var now = (timeProvider ?? TimeProvider.System).GetUtcNow();
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(span, now - DateTimeOffset.MinValue);
        return new TraceQuery { From = now - span };
    }

    /// <summary>Returns the conditions that are set, without their values: that can be personal data.</summary>
    public override string ToString() => $"traces {string.Join(", ", Conditions().OfType<string>())}".TrimEnd();

    private IEnumerable<string?> Conditions() =>
    [
        From is { } from ? $"from {from:O}" : null,
        To is { } to ? $"to {to:O}" : null,
        Status is { } status ? $"of status {status}" : null,
        SpanType is { } type ? $"with {type} spans" : null,
        Name is null ? null : "by name",
        SearchText is null ? null : "by text", FullText is null ? null : "by full text", SessionId is null ? null : "by session",
        ServiceName is null ? null : "by service", User is null ? null : "by user",
        ErrorsOnly ? "with errors" : null,
        Limit is { } limit ? string.Create(CultureInfo.InvariantCulture, $"at most {limit}") : null,
        Sources is { Count: > 0 } sources ? $"in {string.Join(" and ", sources)}" : null,
    ];
}

/// <summary>The times of a query as timestamps, so that they mean the same at every source.</summary>
internal static class TraceQueryTimes
{
    /// <summary>True when the query sets no time, or the given one lies within; a trace without a time meets no condition on it.</summary>
    public static bool Includes(this TraceQuery query, TraceTimestamp? recordedAt) =>
        (query.From is not { } from || recordedAt >= ToTimestamp(from)) && (query.To is not { } to || recordedAt <= ToTimestamp(to));

    /// <summary>The timestamp, or the nearest: a <see cref="DateTimeOffset"/>
    /// reaches further, and what is beyond is as good as no limit.</summary>
    public static TraceTimestamp ToTimestamp(DateTimeOffset time) => new((long)Int128.Clamp(
        ((Int128)time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick, long.MinValue, long.MaxValue));
}
