namespace TraceClient.Stores;

/// <summary>Reads the traces of one source from a store, page by page.</summary>
/// <typeparam name="TKey">The place of a summary in a list.</typeparam>
/// <param name="name">The name of the source.</param>
/// <param name="target">The store, for messages.</param>
internal abstract class StoreTraceSource<TKey>(string name, string target) : ITraceSource
    where TKey : struct
{
    private const int PageSize = 500;
    private const int SpanPageSize = 200;

    public string Name => name;

    public TraceFilters Filters => TraceFilters.All;

    /// <summary>Lists traces. A summary that cannot be read does not hide the others: the list ends with an exception after them.</summary>
    public async IAsyncEnumerable<TraceSummary> ListTracesAsync(
        TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        query = query with { Sources = [name] };
        var left = query.Limit ?? int.MaxValue;
        var damaged = 0;
        TKey? after = null;
        while (left > 0)
        {
            var size = Math.Min(left, PageSize);
            var page = await ReadSummariesAsync(query, after, size, cancellationToken).ConfigureAwait(false);
            foreach (var (_, json) in page)
            {
                if (StoreJson.ReadSummary(json) is { } summary)
                    yield return summary;
                else
                    damaged++;
            }

            if (page.Count < size)
                break;
            (left, after) = (left - page.Count, page[^1].Key);
        }

        if (damaged > 0)
        {
            throw new TraceFormatException($"The store {target} is damaged: {damaged} of its traces cannot be listed.")
            {
                SourceName = name,
                Operation = "ListTraces",
            };
        }
    }

    public abstract Task<Trace?> FindTraceAsync(string id, CancellationToken cancellationToken = default);

    public async IAsyncEnumerable<Span> StreamSpansAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        for (var first = 0; ; first += SpanPageSize)
        {
            var page = await ReadSpansAsync(id, first, SpanPageSize, cancellationToken).ConfigureAwait(false)
                ?? throw new TraceNotFoundException($"The store {target} has no trace '{name}:{id}'.")
                {
                    SourceName = name,
                    Operation = "StreamSpans",
                };
            foreach (var span in page)
                yield return span;
            if (page.Count < SpanPageSize)
                yield break;
        }
    }

    public abstract Task PingAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads a page of the JSON of summaries, newest first.</summary>
    /// <param name="query">The query, without a limit of its own.</param>
    /// <param name="after">The last row of the page before; null for the first page.</param>
    /// <param name="size">The most rows.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    protected abstract Task<List<(TKey Key, byte[] Json)>> ReadSummariesAsync(
        TraceQuery query, TKey? after, int size, CancellationToken cancellationToken);

    /// <summary>Reads a page of the spans of a trace; null if there is no trace.</summary>
    protected abstract Task<List<Span>?> ReadSpansAsync(string id, int first, int size, CancellationToken cancellationToken);
}
