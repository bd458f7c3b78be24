namespace TraceClient.Analysis;

/// <summary>Represents what differs between two traces.</summary>
/// <remarks>
/// <para>
/// Spans are matched by their path, type and name, and among siblings by their order. A span that is in both traces, but under another
/// parent or in another order, is moved.
/// </para>
/// <para>Comparing a trace with itself gives no difference; with the sides
/// swapped, the same differences are found the other way round.</para>
/// </remarks>
public sealed class TraceComparison
{
    private TraceComparison(
        Trace baseline, Trace other, IReadOnlyList<TraceDifference> differences, IReadOnlyList<SpanComparison> spans) =>
        (Baseline, Other, Differences, Spans) = (baseline, other, differences, spans);

    /// <summary>Gets the trace that was compared with.</summary>
    public Trace Baseline { get; }

    /// <summary>Gets the trace that was compared.</summary>
    public Trace Other { get; }

    /// <summary>Gets what differs between the traces as a whole: status, duration, tokens, costs and the order of tool calls.</summary>
    public IReadOnlyList<TraceDifference> Differences { get; }

    /// <summary>Gets the spans of both traces as one tree, depth first, including those that do not differ.</summary>
    public IReadOnlyList<SpanComparison> Spans { get; }

    /// <summary>Gets whether nothing differs within the tolerances.</summary>
    public bool AreEqual => Differences.Count == 0 && Spans.All(span => span.Change == SpanChange.None);

    /// <summary>Compares two traces.</summary>
    /// <param name="baseline">The trace to compare with.</param>
    /// <param name="other">The trace to compare.</param>
    /// <param name="options">The tolerances; null for the defaults.</param>
    public static TraceComparison Compare(Trace baseline, Trace other, TraceComparisonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(other);
        options ??= new TraceComparisonOptions();
        var differ = new SpanDiffer(options);
        var spans = SpanMatcher.Match(SpanTimeline.Of(baseline), SpanTimeline.Of(other))
            .Select(match => match.ToComparison(differ)).ToList();
        return new(baseline, other, differ.Compare(baseline, other), spans);
    }
}

/// <summary>Options of a comparison.</summary>
public sealed class TraceComparisonOptions
{
    /// <summary>Gets or sets the part of the longer duration by which two durations may differ.</summary>
    /// <value>The default is 0.2.</value>
    public double DurationTolerance { get; set; } = 0.2;

    /// <summary>Gets or sets the time by which two durations may differ beyond <see cref="DurationTolerance"/>.</summary>
    /// <value>The default is 1 ms.</value>
    public TimeSpan DurationSlack { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Gets or sets the part of the larger number of tokens, or of the higher cost, by which two of them may differ.</summary>
    /// <value>The default is 0.05.</value>
    public double TokenTolerance { get; set; } = 0.05;

    /// <summary>Gets or sets whether arguments, inputs and outputs are compared.</summary>
    /// <value>The default is true.</value>
    public bool CompareContent { get; set; } = true;
}

/// <summary>Represents a property that differs.</summary>
/// <param name="Property">
/// The property: <c>status</c>, <c>duration</c>, <c>model</c>, <c>inputTokens</c>, <c>outputTokens</c>, <c>cost</c>, <c>arguments</c>,
/// <c>input</c>, <c>output</c> or <c>toolCalls</c>.
/// </param>
/// <param name="Baseline">The value on the side that was compared with, as text or JSON; null where there is none.</param>
/// <param name="Other">The value on the side that was compared, as text or JSON; null where there is none.</param>
public sealed record TraceDifference(string Property, string? Baseline, string? Other)
{
    /// <summary>Returns the name of the property; the values are not shown.</summary>
    public override string ToString() => Property;
}

/// <summary>Represents a span of one trace, or the same span of both, in a comparison.</summary>
/// <param name="Baseline">The span of the trace that was compared with; null if it is added.</param>
/// <param name="Other">The span of the trace that was compared; null if it is removed.</param>
/// <param name="Change">How the two differ.</param>
/// <param name="Differences">The properties that differ; empty where the span is in one trace only.</param>
/// <param name="Depth">The number of spans above it in the tree of both traces.</param>
public sealed record SpanComparison(
    Span? Baseline, Span? Other, SpanChange Change, IReadOnlyList<TraceDifference> Differences, int Depth)
{
    /// <summary>Gets the span: that of the trace that was compared, else that of the other one.</summary>
    public Span Span => (Other ?? Baseline)!;

    /// <summary>Returns the change and the span.</summary>
    public override string ToString() => $"{Change} {Span}";
}

/// <summary>Specifies how the spans of two traces differ.</summary>
[Flags]
public enum SpanChange
{
    /// <summary>They do not differ within the tolerances.</summary>
    None = 0,

    /// <summary>The span is only in the trace that was compared.</summary>
    Added = 1,

    /// <summary>The span is only in the trace that was compared with.</summary>
    Removed = 2,

    /// <summary>The span has another parent or stands in another order.</summary>
    Moved = 4,

    /// <summary>Properties differ.</summary>
    Changed = 8,
}
