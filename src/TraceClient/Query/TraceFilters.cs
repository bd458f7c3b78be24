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

    /// <summary>All of them.</summary>
    All = Time | Status | Name | SearchText | SpanType | Session | Service | User | Errors,
}

/// <summary>Applies the filters of a query that a service does not apply itself, so that a filter means the same everywhere.</summary>
internal static class TraceQueryFilter
{
    public static async IAsyncEnumerable<TraceSummary> ListAsync(
        ITraceSource source, TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var open = query.Filters() & ~source.Filters;
        var pushed = open == TraceFilters.None ? query : query with { Limit = null };
        await foreach (var summary in source.ListTracesAsync(pushed, cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (query.Matches(summary, open)
                && (!open.HasFlag(TraceFilters.SpanType) || summary.SpanTypes is not null || await HasTypeAsync(source, summary, query.SpanType, cancellationToken).ConfigureAwait(false)))
            {
                yield return summary;
            }
        }
    }

    /// <summary>Gets the filters that the query sets.</summary>
    public static TraceFilters Filters(this TraceQuery query) =>
        (query.From is null && query.To is null ? TraceFilters.None : TraceFilters.Time)
        | (query.Status is null ? TraceFilters.None : TraceFilters.Status)
        | (query.Name is null ? TraceFilters.None : TraceFilters.Name)
        | (query.SearchText is null ? TraceFilters.None : TraceFilters.SearchText)
        | (query.SpanType is null ? TraceFilters.None : TraceFilters.SpanType)
        | (query.SessionId is null ? TraceFilters.None : TraceFilters.Session)
        | (query.ServiceName is null ? TraceFilters.None : TraceFilters.Service)
        | (query.User is null ? TraceFilters.None : TraceFilters.User)
        | (query.ErrorsOnly ? TraceFilters.Errors : TraceFilters.None);

    /// <summary>Gets whether a trace meets those conditions of the query that are among <paramref name="filters"/>. A trace whose list says no types of spans may have any.</summary>
    public static bool Matches(this TraceQuery query, TraceSummary summary, TraceFilters filters)
    {
        var open = query.Filters() & filters;
        return open == TraceFilters.None
            || (Holds(TraceFilters.Time, query.Includes(summary.RecordedAt))
            && Holds(TraceFilters.Status, summary.Status == query.Status)
            && Holds(TraceFilters.Name, summary.Name == query.Name)
            && Holds(TraceFilters.SearchText, Contains(summary.Name, query.SearchText) || Contains(summary.ServiceName, query.SearchText))
            && Holds(TraceFilters.SpanType, summary.SpanTypes?.Contains(query.SpanType.GetValueOrDefault()) != false)
            && Holds(TraceFilters.Session, summary.SessionId == query.SessionId)
            && Holds(TraceFilters.Service, summary.ServiceName == query.ServiceName)
            && Holds(TraceFilters.User, summary.User == query.User)
            && Holds(TraceFilters.Errors, summary.Status == TraceStatus.Error || summary.ErrorCount > 0));

        bool Holds(TraceFilters filter, bool condition) => !open.HasFlag(filter) || condition;
    }

    private static bool Contains(string? text, string? part) =>
        text is not null && part is not null && text.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static async ValueTask<bool> HasTypeAsync(
        ITraceSource source, TraceSummary summary, SpanType? type, CancellationToken cancellationToken)
    {
        var trace = await source.FindTraceAsync(summary.Id, cancellationToken).ConfigureAwait(false);
        return trace?.Spans.Any(span => span.Type == type) == true;
    }
}
