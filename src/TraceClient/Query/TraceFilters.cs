namespace TraceClient;

/// <summary>The filters of a <see cref="TraceQuery"/>, to say which of them a source applies itself.</summary>
[Flags]
public enum TraceFilters
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><see cref="TraceQuery.From"/> and <see cref="TraceQuery.To"/>.</summary>
    Time = 1,

    /// <summary><see cref="TraceQuery.Status"/>.</summary>
    Status = 2,

    /// <summary><see cref="TraceQuery.Name"/>.</summary>
    Name = 4,

    /// <summary><see cref="TraceQuery.SearchText"/>.</summary>
    SearchText = 8,

    /// <summary><see cref="TraceQuery.SpanType"/>.</summary>
    SpanType = 16,

    /// <summary><see cref="TraceQuery.SessionId"/>.</summary>
    Session = 32,

    /// <summary><see cref="TraceQuery.ServiceName"/>.</summary>
    Service = 64,

    /// <summary><see cref="TraceQuery.User"/>.</summary>
    User = 128,

    /// <summary><see cref="TraceQuery.ErrorsOnly"/>.</summary>
    Errors = 256,

    /// <summary><see cref="TraceQuery.FullText"/>. A client cannot apply it to a list: that of a source without it fails.</summary>
    FullText = 512,

    /// <summary>All of them.</summary>
    All = Time | Status | Name | SearchText | SpanType | Session | Service | User | Errors | FullText,
}

/// <summary>Applies the filters of a query that a service does not apply itself, so that a filter means the same everywhere.</summary>
internal static class TraceQueryFilter
{
    private static readonly (TraceFilters Filter, Func<TraceQuery, bool> IsSet, Func<TraceQuery, TraceSummary, bool> IsMet)[] All =
    [
        (TraceFilters.Time, query => query.From is not null || query.To is not null, (query, trace) => query.Includes(trace.RecordedAt)),
        (TraceFilters.Status, query => query.Status is not null, (query, trace) => trace.Status == query.Status),
        (TraceFilters.Name, query => query.Name is not null, (query, trace) => trace.Name == query.Name),
        (TraceFilters.SearchText, query => query.SearchText is not null, HasText),
        (TraceFilters.SpanType, query => query.SpanType is not null, MayHaveType),
        (TraceFilters.Session, query => query.SessionId is not null, (query, trace) => trace.SessionId == query.SessionId),
        (TraceFilters.Service, query => query.ServiceName is not null, (query, trace) => trace.ServiceName == query.ServiceName),
        (TraceFilters.User, query => query.User is not null, (query, trace) => trace.User == query.User),
        (TraceFilters.Errors, query => query.ErrorsOnly, (_, trace) => trace.Status == TraceStatus.Error || trace.ErrorCount > 0),
        (TraceFilters.FullText, query => query.FullText is not null, (_, _) => true),
    ];

    public static async IAsyncEnumerable<TraceSummary> ListAsync(
        ITraceSource source, TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var open = query.Filters() & ~source.Filters;
        if (open.HasFlag(TraceFilters.FullText))
            throw SourceErrors.NoFullText(source.Name);
        var pushed = open == TraceFilters.None ? query : query with { Limit = null };
        await foreach (
            var summary in source.ListTracesAsync(pushed, cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (!query.Matches(summary, open))
                continue;
            if (open.HasFlag(TraceFilters.SpanType) && summary.SpanTypes is null)
            {
                var trace = await source.FindTraceAsync(summary.Id, cancellationToken).ConfigureAwait(false);
                if (trace?.Spans.Any(span => span.Type == query.SpanType) != true)
                    continue;
            }

            yield return summary;
        }
    }

    /// <summary>Gets the filters that the query sets.</summary>
    public static TraceFilters Filters(this TraceQuery query) =>
        All.Where(one => one.IsSet(query)).Aggregate(TraceFilters.None, (filters, one) => filters | one.Filter);

    /// <summary>Gets whether a trace meets those conditions of the query that are among
    /// <paramref name="filters"/>. A trace whose list says no types of spans may have any.</summary>
    public static bool Matches(this TraceQuery query, TraceSummary summary, TraceFilters filters)
    {
        foreach (var (filter, isSet, isMet) in All)
        {
            if (filters.HasFlag(filter) && isSet(query) && !isMet(query, summary))
                return false;
        }

        return true;
    }

    private static bool HasText(TraceQuery query, TraceSummary trace) =>
        trace.Name.Contains(query.SearchText!, StringComparison.OrdinalIgnoreCase)
        || trace.ServiceName?.Contains(query.SearchText!, StringComparison.OrdinalIgnoreCase) == true;

    private static bool MayHaveType(TraceQuery query, TraceSummary trace) => trace.SpanTypes?.Contains(query.SpanType!.Value) != false;
}
