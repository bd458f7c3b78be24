namespace TraceClient.Tool;

/// <summary>Represents the traces of an index at one time, newest first.</summary>
internal sealed class IndexSnapshot
{
    private const int MaxValues = 100;
    private static long _lastVersion;

    private readonly TraceSummary[] _traces;

    public IndexSnapshot(TraceSummary[] traces)
    {
        Version = Interlocked.Increment(ref _lastVersion);
        _traces = traces;
        Array.Sort(_traces, static (left, right) =>
            Nullable.Compare(TraceListQuery.TimeOf(right), TraceListQuery.TimeOf(left)) is not 0 and var compared
                ? compared
                : string.CompareOrdinal(left.Id, right.Id));
    }

    /// <summary>Gets a number that no other snapshot has.</summary>
    public long Version { get; }

    /// <summary>Gets the types and models of the traces.</summary>
    public IndexValues Values => field ??= new IndexValues(
        Distinct(_traces.SelectMany(trace => trace.SpanTypes ?? []).Select(type => type.Value)),
        Distinct(_traces.Select(trace => trace.Model).OfType<string>()));

    /// <summary>Returns the traces that match a query, in its order. Traces of the same rank stay newest first.</summary>
    public MatchedTraces Match(TraceListQuery query)
    {
        var matched = new List<TraceSummary>();
        var hidden = 0;
        foreach (var trace in _traces)
        {
            if (!query.Matches(trace))
                continue;
            if (!query.IncludesRequestTraces && TraceListQuery.IsRequestTrace(trace))
                hidden++;
            else
                matched.Add(trace);
        }

        return new MatchedTraces(
            query.Sort == SummaryOrder.Newest ? matched : [.. matched.Order(SummaryOrder.By(query.Sort))], hidden, query.Sort);
    }

    private static string[] Distinct(IEnumerable<string> values) =>
        [.. values.Distinct(StringComparer.Ordinal).Take(MaxValues).Order(StringComparer.OrdinalIgnoreCase)];
}

/// <summary>Represents the traces that match a query.</summary>
/// <param name="traces">The traces, in the order of the query.</param>
/// <param name="hiddenCount">The number of matching traces that are hidden, since requests for traces created them.</param>
/// <param name="sort">The sort order.</param>
internal sealed class MatchedTraces(IReadOnlyList<TraceSummary> traces, int hiddenCount, string sort)
{
    /// <summary>Gets the traces.</summary>
    public IReadOnlyList<TraceSummary> Traces => traces;

    /// <summary>Gets the number of matching traces that are hidden.</summary>
    public int HiddenCount => hiddenCount;

    /// <summary>Gets the sessions of the traces, in the same order.</summary>
    public IReadOnlyList<SessionSummary> Sessions => field ??= SessionSummary.Group(traces, sort);

    /// <summary>Returns a part of a list.</summary>
    public static IEnumerable<T> PageOf<T>(IReadOnlyList<T> all, int offset, int limit)
    {
        for (var i = offset; i < all.Count && i - offset < limit; i++)
            yield return all[i];
    }
}
