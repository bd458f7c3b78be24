namespace TraceClient.PostgreSql;

/// <summary>Reads the traces of one source from a store.</summary>
internal sealed class PostgreSqlTraceSource(string name, PostgreSqlDatabase database) : ITraceSource
{
    private const int PageSize = 500;
    private const int SpanPageSize = 200;

    private readonly PostgreSqlReader _reader = new(database.Schema);

    public string Name => name;

    public TraceFilters Filters => StoreFilter.Supported;

    public async IAsyncEnumerable<TraceSummary> ListTracesAsync(
        TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var filter = _reader.FilterOf(query with { Sources = [name] });
        var left = query.Limit ?? int.MaxValue;
        SummaryKey? after = null;
        while (left > 0)
        {
            var size = Math.Min(left, PageSize);
            var page = await database.RunAsync(
                "ListTraces", (connection, token) => _reader.SummariesAsync(connection, filter, after, size, token), cancellationToken)
                .ConfigureAwait(false);
            foreach (var (_, summary) in page)
                yield return summary;
            if (page.Count < size)
                yield break;
            (left, after) = (left - page.Count, page[^1].Key);
        }
    }

    public Task<Trace?> FindTraceAsync(string id, CancellationToken cancellationToken = default)
    {
        var reference = new TraceReference(name, id);
        return database.RunAsync(
            "FindTrace", (connection, token) => _reader.TraceAsync(connection, reference, token), cancellationToken);
    }

    public async IAsyncEnumerable<Span> StreamSpansAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var reference = new TraceReference(name, id);
        for (var first = 0; ; first += SpanPageSize)
        {
            var page = await database.RunAsync(
                "StreamSpans", (connection, token) => _reader.SpansAsync(connection, reference, first, SpanPageSize, token),
                cancellationToken).ConfigureAwait(false) ?? throw UnknownTrace(reference);
            foreach (var span in page)
                yield return span;
            if (page.Count < SpanPageSize)
                yield break;
        }
    }

    public Task PingAsync(CancellationToken cancellationToken = default) => database.RunAsync(
        "Ping", static (connection, token) => connection.ScalarAsync("SELECT 1", token), cancellationToken);

    private TraceNotFoundException UnknownTrace(TraceReference reference) =>
        new($"The store {database.Target} has no trace '{reference}'.") { SourceName = name, Operation = "StreamSpans" };
}
