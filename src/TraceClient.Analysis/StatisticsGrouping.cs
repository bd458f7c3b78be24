namespace TraceClient.Analysis;

/// <summary>Represents the groups of traces or spans that have a property in common.</summary>
public sealed class StatisticsGrouping
{
    /// <summary>The key of the items without a value.</summary>
    internal const string None = "-";

    // The number of names is unlimited if they contain ids.
    private const int MaxGroups = 1000;
    private const string Others = "(others)";
    private readonly Dictionary<string, StatisticsGroup> _groups = new(StringComparer.Ordinal);

    internal StatisticsGrouping(StatisticsProperty by) => By = by;

    /// <summary>Gets the property.</summary>
    public StatisticsProperty By { get; }

    /// <summary>Gets the groups, the largest first: at most 1,000, and one named <c>(others)</c> for what is beyond them.</summary>
    public IEnumerable<StatisticsGroup> Groups =>
        _groups.Values.OrderByDescending(group => group.Count).ThenBy(group => group.Key, StringComparer.Ordinal);

    /// <summary>Returns the group of a trace; null for a grouping of spans.</summary>
    internal StatisticsGroup? Find(TraceSummary trace) => By.OfTrace is { } key ? GroupOf(key(trace)) : null;

    /// <summary>Returns the group of a span; null for one that belongs to none.</summary>
    internal StatisticsGroup? Find(Span span, SpanCall? call) =>
        By.OfSpan is { } key && key(span, call) is { } group ? GroupOf(group) : null;

    private StatisticsGroup GroupOf(string? key)
    {
        key ??= None;
        if (_groups.TryGetValue(key, out var group))
            return group;
        if (_groups.Count >= MaxGroups && key != Others)
            return GroupOf(Others);
        return _groups[key] = new StatisticsGroup(key);
    }
}

/// <summary>Represents a property that traces or spans can be grouped by.</summary>
public sealed class StatisticsProperty
{
    private StatisticsProperty(string name, Func<TraceSummary, string?>? ofTrace = null, Func<Span, SpanCall?, string?>? ofSpan = null) =>
        (Name, OfTrace, OfSpan) = (name, ofTrace, ofSpan);

    /// <summary>Gets the source of a trace.</summary>
    public static StatisticsProperty Source { get; } = new("source", trace => trace.Source);

    /// <summary>Gets the service or pipeline of a trace.</summary>
    public static StatisticsProperty Service { get; } = new("service", trace => trace.ServiceName);

    /// <summary>Gets the name of a trace.</summary>
    public static StatisticsProperty TraceName { get; } = new("name", trace => trace.Name);

    /// <summary>Gets the type of a span.</summary>
    public static StatisticsProperty SpanType { get; } = new("type", ofSpan: (span, _) => span.Type.Value);

    /// <summary>Gets the name of a span.</summary>
    public static StatisticsProperty SpanName { get; } = new("span", ofSpan: (span, _) => span.Name);

    /// <summary>Gets the model of a span; only model calls have one.</summary>
    public static StatisticsProperty Model { get; } =
        new("model", ofSpan: (_, call) => call is null ? null : call.Model ?? StatisticsGrouping.None);

    /// <summary>Gets all properties.</summary>
    public static IReadOnlyList<StatisticsProperty> All { get; } = [Source, Service, TraceName, SpanType, SpanName, Model];

    /// <summary>Gets the name of the property, such as <c>service</c>.</summary>
    public string Name { get; }

    /// <summary>Gets whether spans have the property, and not traces.</summary>
    public bool IsOfSpans => OfSpan is not null;

    internal Func<TraceSummary, string?>? OfTrace { get; }

    internal Func<Span, SpanCall?, string?>? OfSpan { get; }

    /// <summary>Returns the name of the property.</summary>
    public override string ToString() => Name;
}
