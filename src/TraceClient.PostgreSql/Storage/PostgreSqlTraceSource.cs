namespace TraceClient.PostgreSql;

/// <summary>Reads the traces of one source from a database.</summary>
internal sealed class PostgreSqlTraceSource(string name, PostgreSqlDatabase database)
    : StoreTraceSource<SummaryKey>(name, database.Target)
{
    private readonly PostgreSqlReader _reader = new(database.Schema);

    public override Task<Trace?> FindTraceAsync(string id, CancellationToken cancellationToken = default)
    {
        var reference = new TraceReference(Name, id);
        return database.RunAsync(
            "FindTrace", (connection, token) => _reader.TraceAsync(connection, reference, token), cancellationToken);
    }

    public override Task PingAsync(CancellationToken cancellationToken = default) => database.RunAsync(
        "Ping", static (connection, token) => connection.ScalarAsync("SELECT 1", token), cancellationToken);

    protected override Task<List<(SummaryKey Key, byte[] Json)>> ReadSummariesAsync(
        TraceQuery query, SummaryKey? after, int size, CancellationToken cancellationToken)
    {
        var filter = _reader.FilterOf(query);
        return database.RunAsync(
            "ListTraces", (connection, token) => _reader.SummariesAsync(connection, filter, after, size, token), cancellationToken);
    }

    protected override Task<List<Span>?> ReadSpansAsync(string id, int first, int size, CancellationToken cancellationToken)
    {
        var reference = new TraceReference(Name, id);
        return database.RunAsync(
            "StreamSpans", (connection, token) => _reader.SpansAsync(connection, reference, first, size, token), cancellationToken);
    }
}
