namespace TraceClient.Tool;

/// <summary>Groups traces or spans, and counts each group.</summary>
/// <param name="by">The property to group by.</param>
internal sealed class Grouping(GroupBy by)
{
    /// <summary>The key of the group without a value.</summary>
    public const string None = "-";

    // The number of names is unlimited if they contain ids.
    private const int MaxGroups = 1000;
    private const string Others = "(others)";
    private readonly Dictionary<string, GroupStatistics> _groups = new(StringComparer.Ordinal);

    public GroupBy By { get; } = by;

    /// <summary>Gets the groups, the largest first.</summary>
    public IEnumerable<KeyValuePair<string, GroupStatistics>> Groups =>
        _groups.OrderByDescending(group => group.Value.Count).ThenBy(group => group.Key, StringComparer.Ordinal);

    public void Add(TraceSummary trace)
    {
        if (By.OfTrace is { } key)
            StatisticsOf(key(trace)).Add(trace);
    }

    /// <summary>Adds the token usage of an added trace.</summary>
    public void Add(TraceSummary trace, TokenUsage usage)
    {
        if (By.OfTrace is { } key)
            StatisticsOf(key(trace)).Add(usage);
    }

    public void Add(Span span, TokenUsage usage)
    {
        if (By.OfSpan is { } key && key(span, usage) is { } group)
            StatisticsOf(group).Add(span, usage);
    }

    private GroupStatistics StatisticsOf(string? key)
    {
        key ??= None;
        if (_groups.TryGetValue(key, out var group))
            return group;
        if (_groups.Count < MaxGroups)
            return _groups[key] = new GroupStatistics();
        return _groups.TryGetValue(Others, out var others) ? others : _groups[Others] = new GroupStatistics();
    }
}

/// <summary>Represents a property that traces or spans can be grouped by.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="OfTrace">Returns the group of a trace; null for a grouping of spans.</param>
/// <param name="OfSpan">Returns the group of a span, or null for none; null for a grouping of traces.</param>
internal sealed record GroupBy(string Name, Func<TraceSummary, string?>? OfTrace = null, Func<Span, TokenUsage, string?>? OfSpan = null)
{
    public static IReadOnlyList<GroupBy> All { get; } =
    [
        new("source", OfTrace: trace => trace.Source),
        new("service", OfTrace: trace => trace.ServiceName),
        new("name", OfTrace: trace => trace.Name),
        new("type", OfSpan: (span, _) => span.Type.Value),
        new("span", OfSpan: (span, _) => span.Name),
        new("model", OfSpan: (_, usage) => usage == default ? null : usage.Model ?? Grouping.None),
    ];
}
