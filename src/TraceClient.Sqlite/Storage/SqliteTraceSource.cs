namespace TraceClient.Sqlite;

/// <summary>Reads the traces of one source from a store.</summary>
internal sealed class SqliteTraceSource(string name, SqliteStoreFile file) : ITraceSource
{
    private const int PageSize = 500;
    private const int SpanPageSize = 200;

    public string Name => name;

    public TraceFilters Filters => StoreFilter.Supported;

    public async IAsyncEnumerable<TraceSummary> ListTracesAsync(
        TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var filter = StoreReader.FilterOf(query with { Sources = [name] });
        var left = query.Limit ?? int.MaxValue;
        SummaryKey? after = null;
        while (left > 0)
        {
            var size = Math.Min(left, PageSize);
            var page = await file.ReadAsync(
                connection => StoreReader.Summaries(connection, filter, after, size), cancellationToken).ConfigureAwait(false);
            foreach (var (_, summary) in page)
                yield return summary;
            if (page.Count < size)
                yield break;
            (left, after) = (left - page.Count, page[^1].Key);
        }
    }

    public Task<Trace?> FindTraceAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return file.ReadAsync(connection => StoreReader.Trace(connection, name, id), cancellationToken);
    }

    public async IAsyncEnumerable<Span> StreamSpansAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        var key = await file.ReadAsync(connection => StoreReader.KeyOf(connection, name, id), cancellationToken).ConfigureAwait(false)
            ?? throw new TraceNotFoundException($"The store {file.Path} has no trace '{name}:{id}'.")
            {
                SourceName = name,
                Operation = "StreamSpans",
            };
        var after = 0L;
        while (true)
        {
            var page = await file.ReadAsync(
                connection => StoreReader.Spans(connection, key, after, SpanPageSize)
                    .Select(row => (row.Key, Span: JsonSerializer.Deserialize(row.Json, StoreJson.Span)!)).ToList(),
                cancellationToken).ConfigureAwait(false);
            foreach (var (_, span) in page)
                yield return span;
            if (page.Count < SpanPageSize)
                yield break;
            after = page[^1].Key;
        }
    }

    public Task PingAsync(CancellationToken cancellationToken = default) => file.ReadAsync(_ => true, cancellationToken);
}
