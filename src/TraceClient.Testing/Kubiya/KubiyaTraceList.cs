namespace TraceClient.Testing;

/// <summary>Reads the page of traces that a query selects.</summary>
internal static class KubiyaTraceList
{
    private static readonly string[] Parameters =
        ["page", "page_size", "sort", "status", "time_from", "time_to", "search", "execution_id", "service_name", "user_id", "has_errors"];

    public static (IEnumerable<KubiyaTrace> Items, long Total, long Page, long Size) Read(
        RequestContext context, ServiceHandler service, KubiyaStore store)
    {
        var query = new QueryReader(context, service, Parameters);
        var page = query.Integer("page", 1) ?? 1;
        var size = query.Integer("page_size", 1, 100) ?? 20;
        var filter = Filter.Of(query);
        var sort = query.Text("sort") ?? "-started_at";
        var descending = sort.StartsWith('-');
        var key = Key(sort.TrimStart('-'));
        var skip = Math.Max(0, ((page - 1) * size) - context.PageShift);
        if (key is not null)
            return (Sorted(store, filter, key, descending, out var matching).Skip((int)Math.Min(skip, int.MaxValue)).Take((int)size),
                matching, page, size);
        return filter.IsTimeOnly
            ? (Entries(store, filter.Time, descending, skip).Take((int)size).Select(store.Resolve), store.Timeline.CountWithin(filter.Time),
                page, size)
            : Scan(store, filter, descending, skip, page, size);
    }

    private static IEnumerable<TimelineEntry<KubiyaTrace>> Entries(KubiyaStore store, TimeWindow time, bool descending, long skip = 0) =>
        descending ? store.Timeline.Descending(time, skip) : store.Timeline.Ascending(time, skip);

    private static (IEnumerable<KubiyaTrace> Items, long Total, long Page, long Size) Scan(
        KubiyaStore store, Filter filter, bool descending, long skip, long page, long size)
    {
        var items = new List<KubiyaTrace>();
        var total = 0L;
        foreach (var trace in Entries(store, filter.Time, descending).Select(store.Resolve).Where(filter.Matches))
        {
            if (total++ >= skip && items.Count < size)
                items.Add(trace);
        }

        return (items, total, page, size);
    }

    /// <summary>Sorts by a field other than the time, with a key in memory for each matching trace.</summary>
    private static IEnumerable<KubiyaTrace> Sorted(
        KubiyaStore store, Filter filter, Func<KubiyaTrace, SortKey> key, bool descending, out long total)
    {
        var keys = new List<(SortKey Key, TimelineEntry<KubiyaTrace> Entry)>();
        foreach (var entry in Entries(store, filter.Time, descending: true))
        {
            if (store.Resolve(entry) is var trace && filter.Matches(trace))
                keys.Add((key(trace), entry));
        }

        total = keys.Count;
        var ordered = descending
            ? keys.OrderByDescending(pair => pair.Key, new NullsLast())
            : keys.OrderBy(pair => pair.Key, new NullsLast());
        return ordered.Select(pair => store.Resolve(pair.Entry));
    }

    /// <summary>Gets the sort key of a field; null for the time, which is also the order for an unknown field.</summary>
    private static Func<KubiyaTrace, SortKey>? Key(string field) => field switch
    {
        "ended_at" => trace => new(trace.EndedAt, null),
        "duration_ms" => trace => new(trace.DurationMs, null),
        "span_count" => trace => new(trace.SpanCount, null),
        "error_count" => trace => new(trace.ErrorCount, null),
        "name" => trace => new(0, trace.Name),
        "created_at" => trace => new(trace.CreatedAt, null),
        _ => null,
    };

    /// <summary>Compares as PostgreSQL does: null is greater than every value.</summary>
    private sealed class NullsLast : IComparer<SortKey>
    {
        public int Compare(SortKey? x, SortKey? y)
        {
            if (x is null || y is null)
                return (x is null).CompareTo(y is null);
            if (x.Number is { } left && y.Number is { } right)
                return left != right ? left.CompareTo(right) : string.CompareOrdinal(x.Text, y.Text);
            return (x.Number is null).CompareTo(y.Number is null);
        }
    }

    private sealed record SortKey(long? Number, string? Text);

    private sealed record Filter(
        string? Status, TimeWindow Time, string? Search, string? Execution, string? Service, string? User, bool? HasErrors)
    {
        /// <summary>Gets whether the filter has the time only, so that a page is found in constant time.</summary>
        public bool IsTimeOnly => this == new Filter(null, Time, null, null, null, null, null);

        public static Filter Of(QueryReader query)
        {
            var status = query.Text("status");
            if (status is not (null or "success" or "error" or "running"))
                throw new HttpErrorException(400, $"Invalid status: {status}. Must be one of: success, error, running");
            return new Filter(
                status,
                query.Window("time_from", "time_to"),
                query.Text("search"),
                query.Text("execution_id"),
                query.Text("service_name"),
                query.Text("user_id"),
                query.Boolean("has_errors"));
        }

        /// <summary>Gets whether a trace matches all conditions but the time.</summary>
        public bool Matches(KubiyaTrace trace) =>
            (Status is null || string.Equals(trace.Status, Status, StringComparison.Ordinal))
            && (Execution is null || string.Equals(trace.ExecutionId, Execution, StringComparison.Ordinal))
            && (Service is null || string.Equals(trace.ServiceName, Service, StringComparison.Ordinal))
            && (User is null || string.Equals(trace.UserId, User, StringComparison.Ordinal))
            && (HasErrors is not { } errors || errors == trace.ErrorCount > 0)
            && (Search is null || SqlLikePattern.Contains(trace.Name, Search) || SqlLikePattern.Contains(trace.ServiceName ?? "", Search));
    }
}
