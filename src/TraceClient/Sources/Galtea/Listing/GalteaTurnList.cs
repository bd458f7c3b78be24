namespace TraceClient.Galtea;

/// <summary>Reads the inference results that a query looks for, newest first, chunk by chunk.</summary>
internal sealed class GalteaTurnList(IGalteaApi api, GalteaRows rows, GalteaOptions options, TimeProvider timeProvider)
{
    /// <summary>The filters that are applied here, before any row is asked for.</summary>
    public const TraceFilters Filters = TraceFilters.Time | TraceFilters.Session | TraceFilters.Status | TraceFilters.User;

    /// <summary>Chunks of at most a page, each sorted, since the service's order is only as good as its word.</summary>
    public async IAsyncEnumerable<IReadOnlyList<GalteaInferenceResult>> ReadAsync(
        TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pageSize = PageSizeFor(query);

        // Galtea cuts its times to milliseconds.
        var pin = new ListPin(query.To, timeProvider.GetUtcNow(), resolution: TimeSpan.FromMilliseconds(1));
        var walk = Walk(query, pin, pageSize);
        while (walk.HasMore)
        {
            var chunk = new List<GalteaInferenceResult>();
            await foreach (var result in walk.ReadPageAsync(cancellationToken).ConfigureAwait(false))
            {
                pin.Saw(result.CreatedAt.Value);
                if (!result.DeletedAt.IsNull || !TraceReference.IsId(result.Id) || !query.Matches(Known(result), Filters))
                    continue;
                chunk.Add(result);
                if (chunk.Count >= options.PageSize)
                {
                    yield return Sorted(chunk);
                    chunk = [];
                }
            }

            if (chunk.Count > 0)
                yield return Sorted(chunk);
        }

        walk.ThrowIfCutShort(pageSize, "ListInferenceResults");
    }

    /// <summary>What is known of a turn before its rows are read, as far as the filters look at it.</summary>
    private static TraceSummary Known(GalteaInferenceResult result) => new()
    {
        Reference = SourceErrors.ReferenceTo(SourceNames.Galtea, result.Id),
        Name = "",
        Status = GalteaTraceMapper.StatusOf(result.Status),
        RecordedAt = result.CreatedAt.Value,
        SessionId = result.SessionId,
        User = result.UserId,
    };

    private static GalteaInferenceResult[] Sorted(List<GalteaInferenceResult> chunk) =>
        [.. chunk.OrderByDescending(result => result.CreatedAt.Value?.UnixNanoseconds ?? long.MinValue)];

    private GalteaPageWalk<GalteaInferenceResult> Walk(TraceQuery query, ListPin pin, int pageSize)
    {
        IReadOnlyList<string>? sessionIds = query.SessionId is null ? null : [query.SessionId];
        var sort = rows.Sort("desc");
        return new GalteaPageWalk<GalteaInferenceResult>(
            rows.Pages,
            (offset, cancellationToken) => api.ListInferenceResultsAsync(
                sessionIds: sessionIds,
                fromCreatedAt: query.From?.ToUniversalTime(),
                toCreatedAt: offset == 0 ? query.To?.ToUniversalTime() : pin.At,
                sort: sort,
                offset: offset,
                limit: pageSize,
                cancellationToken: cancellationToken),
            result => result.Id);
    }

    /// <summary>No more than the caller wants, unless it is for others to choose among them.</summary>
    private int PageSizeFor(TraceQuery query)
    {
        var chosen = query.Filters() & ~(TraceFilters.Time | TraceFilters.Session);
        return chosen == TraceFilters.None && query.Limit is { } limit ? Math.Clamp(limit, 1, options.PageSize) : options.PageSize;
    }
}
