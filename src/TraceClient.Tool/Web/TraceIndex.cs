namespace TraceClient.Tool;

/// <summary>Keeps the summaries of traces in memory, and lists those that match a query. Safe for concurrent use.</summary>
/// <remarks>The summaries have no attributes: they can be large, and neither a filter nor a list uses them.</remarks>
internal sealed class TraceIndex
{
    /// <summary>The maximum number of traces of a source that is polled. The oldest ones are removed.</summary>
    public const int MaxPolledTraces = 100_000;

    private const int MaxCachedLists = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, IndexedSource> _sources;
    private readonly LinkedList<(TraceListQuery Query, long Version, MatchedTraces Traces)> _lists = [];
    private IndexSnapshot? _snapshot;
    private long _version = 1;

    /// <summary>Initializes a new instance of the <see cref="TraceIndex"/> class without traces.</summary>
    /// <param name="sources">The names of the sources, which are loading.</param>
    public TraceIndex(IEnumerable<string> sources) => _sources =
        sources.ToDictionary(source => source, source => new IndexedSource(source), StringComparer.Ordinal);

    /// <summary>Gets a number that increases with each change.</summary>
    public long Version
    {
        get
        {
            lock (_lock)
                return _version;
        }
    }

    /// <summary>Gets the names of the sources.</summary>
    public IReadOnlyList<string> SourceNames => [.. _sources.Keys];

    /// <summary>Gets the states of the sources.</summary>
    public IReadOnlyList<SourceState> Sources
    {
        get
        {
            lock (_lock)
                return [.. _sources.Values.Select(source => source.State with { Count = source.Traces.Count })];
        }
    }

    /// <summary>Adds or replaces traces of a source.</summary>
    /// <param name="source">The name of the source.</param>
    /// <param name="traces">The traces.</param>
    /// <param name="maxCount">The maximum number of traces of the source.</param>
    /// <returns>Whether a trace was new or differed.</returns>
    public bool Put(string source, IReadOnlyCollection<TraceSummary> traces, int maxCount = int.MaxValue)
    {
        lock (_lock)
        {
            var known = _sources[source].Traces;
            var isChanged = false;
            foreach (var trace in traces.Select(trace => trace with { Attributes = AttributeMap.Empty }))
            {
                if (known.TryGetValue(trace.Id, out var before) && before.Equals(trace))
                    continue;
                known[trace.Id] = trace;
                isChanged = true;
            }

            if (known.Count > maxCount)
            {
                foreach (var oldest in known.Values.OrderBy(TraceListQuery.TimeOf).Take(known.Count - maxCount).ToList())
                    known.Remove(oldest.Id);
            }

            if (isChanged)
                Change();
            return isChanged;
        }
    }

    /// <summary>Sets the state of a source after an attempt to read it.</summary>
    /// <param name="source">The name of the source.</param>
    /// <param name="error">The error; null for a success.</param>
    /// <returns>Whether the state has changed.</returns>
    public bool SetState(string source, ErrorReport? error)
    {
        lock (_lock)
        {
            var indexed = _sources[source];
            var state = new SourceState(source, IsLoading: false, error);
            if (indexed.State == state)
                return false;
            indexed.State = state;
            _version++;
            return true;
        }
    }

    /// <summary>Returns the time of the oldest running trace of a source that was recorded since a time; null for none.</summary>
    public TraceTimestamp? OldestRunning(string source, TraceTimestamp since)
    {
        lock (_lock)
        {
            return _sources[source].Traces.Values
                .Where(trace => trace.Status == TraceStatus.Running && trace.RecordedAt >= since).Min(trace => trace.RecordedAt);
        }
    }

    /// <summary>Lists the traces that match a query.</summary>
    public MatchedTraces List(TraceListQuery query)
    {
        IndexSnapshot snapshot;
        lock (_lock)
        {
            _snapshot ??= new IndexSnapshot([.. _sources.Values.SelectMany(source => source.Traces.Values)]);
            snapshot = _snapshot;
            foreach (var list in _lists)
            {
                if (list.Version == snapshot.Version && list.Query == query)
                    return list.Traces;
            }
        }

        var matched = snapshot.Match(query);
        lock (_lock)
        {
            _lists.AddFirst((query, snapshot.Version, matched));
            if (_lists.Count > MaxCachedLists)
                _lists.RemoveLast();
        }

        return matched;
    }

    /// <summary>Returns the types and models of all traces, which filters can offer.</summary>
    public IndexValues Values()
    {
        lock (_lock)
        {
            _snapshot ??= new IndexSnapshot([.. _sources.Values.SelectMany(source => source.Traces.Values)]);
            return _snapshot.Values;
        }
    }

    private void Change()
    {
        _version++;
        _snapshot = null;
    }

    private sealed class IndexedSource(string name)
    {
        public Dictionary<string, TraceSummary> Traces { get; } = new(StringComparer.Ordinal);

        public SourceState State { get; set; } = new(name, IsLoading: true, Error: null);
    }
}

/// <summary>Represents the state of a source of an index.</summary>
/// <param name="Name">The name of the source.</param>
/// <param name="IsLoading">Whether the source is read for the first time.</param>
/// <param name="Error">The error of the last attempt to read the source; null for none.</param>
internal sealed record SourceState(string Name, bool IsLoading, ErrorReport? Error)
{
    /// <summary>Gets the number of traces in the index.</summary>
    public int Count { get; init; }
}

/// <summary>Represents values that traces of an index have.</summary>
/// <param name="Types">The types of spans, by name.</param>
/// <param name="Models">The models, by name.</param>
internal sealed record IndexValues(IReadOnlyList<string> Types, IReadOnlyList<string> Models);
