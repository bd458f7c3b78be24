namespace TraceClient.Testing;

/// <summary>The rows that a query of GET <c>/traces</c> selects, in its order.</summary>
internal sealed class GalteaSpanList
{
    private static readonly string[] Single = ["offset", "limit", "fromStartTime", "toStartTime"];
    private static readonly string[] Repeated = ["ids", "inferenceResultIds", "sessionIds", "types", "names", "sort"];

    private readonly GalteaStore _store;
    private readonly IReadOnlyList<string> _ids;
    private readonly HashSet<string> _results;
    private readonly HashSet<string> _sessions;
    private readonly HashSet<string> _types;
    private readonly HashSet<string> _names;
    private readonly long? _from;
    private readonly long? _to;
    private readonly GalteaSort _sort;

    public GalteaSpanList(RequestContext context, ServiceHandler service, GalteaStore store)
    {
        _store = store;
        var query = new QueryReader(context, service, Single, Repeated);
        foreach (var name in Repeated.Where(name => name is not ("names" or "sort")))
            GalteaPage.RejectJoinedValues(query, name, service);
        _ids = query.Many("ids");
        _results = Set(query, "inferenceResultIds");
        _sessions = Set(query, "sessionIds");
        _types = Set(query, "types");
        _names = Set(query, "names");
        _from = query.Time("fromStartTime")?.UtcTicks;
        _to = query.Time("toStartTime")?.UtcTicks;
        _sort = GalteaSort.Of(query, service, "createdAt", "startTime");
        Query = query;
    }

    public QueryReader Query { get; }

    /// <summary>Gets whether no filter reads a row, so that a page is found in constant time.</summary>
    private bool IsPlain => _ids.Count == 0 && _types.Count == 0 && _names.Count == 0 && _from is null && _to is null && !_sort.ByStartTime
        && _store.IsUnchanged;

    public (IEnumerable<GalteaRow> Rows, Func<long> Total) Page(long offset, int limit)
    {
        if (_ids.Count > 0)
        {
            var found = Ordered(RowsById()).ToList();
            return (found.Skip(Clamp(offset)).Take(limit), () => found.Count);
        }

        if (IsPlain)
        {
            var segments = Segments().ToList();
            return (Walk(segments, offset).Take(limit).Select(_store.Data.Row), () => segments.Sum(segment => segment.Count));
        }

        return (Ordered(Matching()).Skip(Clamp(offset)).Take(limit), () => Matching().LongCount());
    }

    private static int Clamp(long offset) => (int)Math.Min(offset, int.MaxValue);

    private static HashSet<string> Set(QueryReader query, string name) => query.Many(name).ToHashSet(StringComparer.Ordinal);

    /// <summary>Finds the rows with the requested ids; a missing one is an error.</summary>
    private List<GalteaRow> RowsById()
    {
        var requested = _ids.Distinct(StringComparer.Ordinal).Select(id => (Id: id, Row: _store.FindRow(id))).ToList();
        var missing = requested.Where(pair => pair.Row is not { } row || !InScope(row) || !Matches(row)).Select(pair => pair.Id).ToList();
        return missing switch
        {
            [] => requested.ConvertAll(pair => pair.Row!),
            [var one] => throw GalteaService.SpanNotFound(one),
            _ => throw new HttpErrorException(404, $"Spans not found: {string.Join(", ", missing)}"),
        };
    }

    /// <summary>Gets the rows that match, newest first.</summary>
    private IEnumerable<GalteaRow> Matching()
    {
        if (_results.Count == 0 && _sessions.Count == 0)
            return _store.Rows.Descending().Where(entry => !entry.IsGenerated || _store.Data.IsVisible(entry.Index)).Select(_store.Resolve)
                .Where(Matches);
        var generated = Segments().SelectMany(segment => Range(segment.Start, segment.Count)).Where(_store.Exists).Select(_store.Data.Row)
            .Where(Matches);
        var added = _store.Rows.Added.Where(row => InScope(row) && Matches(row));
        return Merged(generated, added);
    }

    private IEnumerable<GalteaRow> Ordered(IEnumerable<GalteaRow> newestFirst)
    {
        if (_sort.ByStartTime)
        {
            return _sort.Descending
                ? newestFirst.OrderByDescending(row => row.StartTime ?? long.MaxValue)
                : newestFirst.OrderBy(row => row.StartTime ?? long.MaxValue);
        }

        if (_ids.Count > 0)
            return _sort.Descending ? newestFirst.OrderByDescending(row => row.CreatedAt) : newestFirst.OrderBy(row => row.CreatedAt);
        return _sort.Descending ? newestFirst : Backwards();
    }

    private IEnumerable<GalteaRow> Backwards()
    {
        if (_results.Count == 0 && _sessions.Count == 0)
            return _store.Rows.Ascending().Where(entry => !entry.IsGenerated || _store.Data.IsVisible(entry.Index)).Select(_store.Resolve)
                .Where(Matches);
        return Matching().Reverse();
    }

    private bool InScope(GalteaRow row) =>
        (_results.Count == 0 || _results.Contains(row.InferenceResultId))
        && (_sessions.Count == 0 || (_store.FindResult(row.InferenceResultId)?.SessionId is { } session && _sessions.Contains(session)));

    private bool Matches(GalteaRow row) =>
        (_types.Count == 0 || (row.Type is { } type && _types.Contains(type)))
        && (_names.Count == 0 || _names.Contains(row.Name))
        && (_from is null || row.StartTime >= _from)
        && (_to is null || row.StartTime <= _to);

    /// <summary>Gets the ranges of generated rows that are in scope, newest first.</summary>
    private IEnumerable<(long Start, long Count)> Segments()
    {
        var layout = _store.Data.Layout;
        if (_results.Count == 0 && _sessions.Count == 0)
            return [(0, layout.Total)];
        var results = _results.Select(_store.GeneratedResult).Where(result => result >= 0);
        if (_sessions.Count > 0)
        {
            var ofSessions = _sessions
                .Select(id => _store.Data.SessionIds.TryDecode(id, out var session) && session < _store.Data.SessionCount ? session : -1)
                .Where(session => session >= 0).SelectMany(_store.Data.ResultsOf);
            results = _results.Count > 0 ? results.Intersect(ofSessions) : ofSessions;
        }

        return results.Distinct().Order().Select(result => (layout.Start(result), (long)layout.Count(result)));
    }

    private IEnumerable<long> Walk(List<(long Start, long Count)> segments, long offset)
    {
        foreach (var (start, count) in _sort.Descending ? segments : Enumerable.Reverse(segments))
        {
            if (offset >= count)
            {
                offset -= count;
                continue;
            }

            for (var at = offset; at < count; at++)
                yield return _sort.Descending ? start + at : start + count - 1 - at;
            offset = 0;
        }
    }

    private static IEnumerable<long> Range(long start, long count)
    {
        for (var at = start; at < start + count; at++)
            yield return at;
    }

    private static IEnumerable<GalteaRow> Merged(IEnumerable<GalteaRow> generated, IEnumerable<GalteaRow> added)
    {
        using var next = added.GetEnumerator();
        var has = next.MoveNext();
        foreach (var row in generated)
        {
            for (; has && next.Current.CreatedAt >= row.CreatedAt; has = next.MoveNext())
                yield return next.Current;
            yield return row;
        }

        for (; has; has = next.MoveNext())
            yield return next.Current;
    }
}
