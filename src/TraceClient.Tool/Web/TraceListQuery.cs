namespace TraceClient.Tool;

/// <summary>Represents the filters and the sort order of a list of the <see cref="TraceIndex"/>.</summary>
internal sealed record TraceListQuery
{
    private const string RequestTraceSource = "kubiya";
    private static readonly string[] RequestTraceNames = ["traces.list", "traces.get"];

    /// <summary>Gets a part of the name, reference, service, session, user or model, in any case.</summary>
    public string? Text { get; init; }

    /// <summary>Gets the name of the source.</summary>
    public string? Source { get; init; }

    /// <summary>Gets a value that indicates whether to list only traces that failed or have a failed span.</summary>
    public bool ErrorsOnly { get; init; }

    /// <summary>Gets the earliest time at which a trace was recorded, inclusive.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Gets the id of the session.</summary>
    public string? Session { get; init; }

    /// <summary>Gets a type that at least one of the spans has.</summary>
    public SpanType? Type { get; init; }

    /// <summary>Gets the model, in any case.</summary>
    public string? Model { get; init; }

    /// <summary>Gets the minimum duration.</summary>
    public TimeSpan? MinDuration { get; init; }

    /// <summary>Gets the sort order, one of <see cref="SummaryOrder.Names"/>.</summary>
    public string Sort { get; init; } = SummaryOrder.Newest;

    /// <summary>Gets a value that indicates whether to include the traces that the reading of traces creates in Kubiya.</summary>
    public bool IncludesRequestTraces { get; init; }

    /// <summary>Returns whether a trace was created by a request for traces: Kubiya records each of them as a trace.</summary>
    public static bool IsRequestTrace(TraceSummary trace) =>
        trace.Source == RequestTraceSource && RequestTraceNames.Contains(trace.Name, StringComparer.Ordinal);

    /// <summary>Returns the time by which a trace is listed.</summary>
    public static TraceTimestamp? TimeOf(TraceSummary trace) => trace.RecordedAt ?? trace.StartTime;

    /// <summary>Returns whether a trace failed or has a failed span.</summary>
    public static bool HasErrors(TraceSummary trace) => trace.Status == TraceStatus.Error || trace.ErrorCount > 0;

    /// <summary>Returns whether all filters match a trace, apart from <see cref="IncludesRequestTraces"/>.</summary>
    public bool Matches(TraceSummary trace) =>
        (Source is null || trace.Source == Source)
        && (!ErrorsOnly || HasErrors(trace))
        && (Session is null || trace.SessionId == Session)
        && (Type is not { } type || trace.SpanTypes?.Contains(type) == true)
        && (Model is null || string.Equals(trace.Model, Model, StringComparison.OrdinalIgnoreCase))
        && (MinDuration is null || trace.Duration >= MinDuration)
        && (Since is not { } since || TimeOf(trace) >= since)
        && (Text is null || ContainsText(trace));

    private bool ContainsText(TraceSummary trace) =>
        Contains(trace.Name) || Contains(trace.Id) || Contains(trace.ServiceName) || Contains(trace.SessionId) || Contains(trace.User)
        || Contains(trace.Model) || (Text!.Contains(':', StringComparison.Ordinal) && Contains(trace.Reference.ToString()));

    private bool Contains(string? value) => value?.Contains(Text!, StringComparison.OrdinalIgnoreCase) == true;
}
