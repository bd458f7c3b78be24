namespace TraceClient.Tool;

/// <summary>Tallies by what traces or spans have in common.</summary>
/// <param name="by">What that is.</param>
internal sealed class Grouping(GroupBy by)
{
    /// <summary>What a group goes by whose members lack what the others have in common.</summary>
    public const string None = "-";

    // Names can be without number, when there are ids in them.
    private const int Most = 1000;
    private const string Others = "(others)";
    private readonly Dictionary<string, Tally> _tallies = new(StringComparer.Ordinal);

    public GroupBy By { get; } = by;

    /// <summary>The groups, the largest first.</summary>
    public IEnumerable<KeyValuePair<string, Tally>> Groups =>
        _tallies.OrderByDescending(group => group.Value.Count).ThenBy(group => group.Key, StringComparer.Ordinal);

    public void Add(TraceSummary trace)
    {
        if (By.OfTrace is { } key)
            TallyOf(key(trace)).Add(trace);
    }

    /// <summary>Counts what a trace that was added took.</summary>
    public void Add(TraceSummary trace, TokenUsage usage)
    {
        if (By.OfTrace is { } key)
            TallyOf(key(trace)).Add(usage);
    }

    public void Add(Span span, TokenUsage usage)
    {
        if (By.OfSpan is { } key && key(span, usage) is { } group)
            TallyOf(group).Add(span, usage);
    }

    private Tally TallyOf(string? key)
    {
        key ??= None;
        if (_tallies.TryGetValue(key, out var tally))
            return tally;
        if (_tallies.Count < Most)
            return _tallies[key] = new Tally();
        return _tallies.TryGetValue(Others, out var others) ? others : _tallies[Others] = new Tally();
    }
}
