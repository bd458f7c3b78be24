namespace TraceClient.Galtea;

/// <summary>Reads turns, newest first, and their rows, oldest first.</summary>
internal sealed class GalteaLists(IGalteaApi api, GalteaOptions options, TimeProvider timeProvider)
{
    /// <summary>The filters that are applied to turns, before any row is requested.</summary>
    public const TraceFilters Filters = TraceFilters.Time | TraceFilters.Session | TraceFilters.Status | TraceFilters.User;

    /// <summary>More than any offset and limit take, escaped separators included.</summary>
    private const int PagingLength = 80;

    /// <summary>Gets the reader of all that the source reads.</summary>
    public PageReader Pages { get; } = new(options.Resilience, timeProvider);

    /// <summary>The turns that a query wants, in chunks of at most a page, each
    /// sorted, since the service's order is only as good as its word.</summary>
    public async IAsyncEnumerable<IReadOnlyList<GalteaInferenceResult>> ReadResultsAsync(
        TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // No more than the caller wants, unless it is for others to choose among them.
        var chosen = query.Filters() & ~(TraceFilters.Time | TraceFilters.Session);
        var pageSize = chosen == TraceFilters.None && query.Limit is { } limit ? Math.Clamp(limit, 1, options.PageSize) : options.PageSize;

        // Galtea cuts its times to milliseconds.
        var pin = new ListPin(query.To, timeProvider.GetUtcNow(), resolution: TimeSpan.FromMilliseconds(1));
        var walk = Walk(query, pin, pageSize);
        while (walk.HasMore)
        {
            var chunk = new List<GalteaInferenceResult>();
            await foreach (var result in walk.ReadPageAsync(cancellationToken).ConfigureAwait(false))
            {
                pin.Saw(result.CreatedAt.Value);
                if (!IsWanted(result, query))
                    continue;
                chunk.Add(result);
                if (chunk.Count < options.PageSize)
                    continue;
                yield return Sorted(chunk);
                chunk = [];
            }

            if (chunk.Count > 0)
                yield return Sorted(chunk);
        }

        walk.ThrowIfCutShort(pageSize, "ListInferenceResults");
    }

    /// <summary>What the rows of each turn come to, batch by batch so that addresses stay short. Rows are not kept.</summary>
    public async IAsyncEnumerable<(GalteaInferenceResult Result, GalteaTurn Turn)> ReadTurnsAsync(
        IReadOnlyList<GalteaInferenceResult> results, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var address = options.BaseAddress ?? GalteaRegistration.DefaultBaseAddress;
        var reserved = address.AbsoluteUri.Length + "/traces?".Length + PagingLength;
        var next = 0;
        foreach (var ids in GalteaBatches.Split([.. results.Select(result => result.Id!)], "inferenceResultIds", reserved))
        {
            var turns = ids.ToDictionary(id => id, _ => new GalteaTurn(), StringComparer.Ordinal);
            var walk = Walk(ids);
            while (walk.HasMore)
            {
                await foreach (var row in walk.ReadPageAsync(cancellationToken).ConfigureAwait(false))
                {
                    if (row.DeletedAt.IsNull && row.InferenceResultId is { } id && turns.TryGetValue(id, out var turn))
                        turn.Add(GalteaSpanMapper.ToSpan(row));
                }
            }

            foreach (var id in ids)
            {
                turns[id].IsPartial = walk.IsCutShort;
                yield return (results[next++], turns[id]);
            }
        }
    }

    public GalteaPageWalk<GalteaTrace> Walk(IReadOnlyList<string> inferenceResultIds)
    {
        var sort = Sort("asc");
        return new GalteaPageWalk<GalteaTrace>(
            Pages, (offset, token) => api.ListTracesAsync(
                inferenceResultIds: inferenceResultIds, sort: sort, offset: offset, limit: options.PageSize, cancellationToken: token),
            row => row.Id);
    }

    /// <summary>The spans of one turn as they arrive; deleted rows are left out.</summary>
    public static async IAsyncEnumerable<Span> ReadSpansAsync(
        GalteaPageWalk<GalteaTrace> walk, string inferenceResultId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (walk.HasMore)
        {
            await foreach (var row in walk.ReadPageAsync(cancellationToken).ConfigureAwait(false))
            {
                if (row.DeletedAt.IsNull && (row.InferenceResultId ?? inferenceResultId) == inferenceResultId)
                    yield return GalteaSpanMapper.ToSpan(row);
            }
        }
    }

    private static bool IsWanted(GalteaInferenceResult result, TraceQuery query) => TraceReference.IsId(result.Id)
        && result.DeletedAt.IsNull && query.Includes(result.CreatedAt.Value)
        && (query.SessionId is null || result.SessionId == query.SessionId)
        && (query.Status is null || GalteaTraceMapper.StatusOf(result.Status) == query.Status)
        && (query.User is null || result.UserId == query.User);

    private static GalteaInferenceResult[] Sorted(List<GalteaInferenceResult> chunk) =>
        [.. chunk.OrderByDescending(result => result.CreatedAt.Value?.UnixNanoseconds ?? long.MinValue)];

    private GalteaPageWalk<GalteaInferenceResult> Walk(TraceQuery query, ListPin pin, int pageSize)
    {
        IReadOnlyList<string>? sessionIds = query.SessionId is null ? null : [query.SessionId];
        var sort = Sort("desc");
        return new GalteaPageWalk<GalteaInferenceResult>(
            Pages, (offset, token) => api.ListInferenceResultsAsync(
                sessionIds: sessionIds, sort: sort, offset: offset, limit: pageSize, cancellationToken: token,
                fromCreatedAt: query.From?.ToUniversalTime(), toCreatedAt: offset == 0 ? query.To?.ToUniversalTime() : pin.At),
            result => result.Id);
    }

    /// <summary>A sort by creation, in the form that the options say.</summary>
    private IReadOnlyList<string> Sort(string direction) => options.SortAsTwoValues ? ["createdAt", direction] : ["createdAt," + direction];
}
