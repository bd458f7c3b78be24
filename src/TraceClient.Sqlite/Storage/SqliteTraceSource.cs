namespace TraceClient.Sqlite;

/// <summary>Reads the traces of one source from a file.</summary>
internal sealed class SqliteTraceSource(string name, SqliteStoreFile file) : StoreTraceSource<SummaryKey>(name, file.Path)
{
    public override Task<Trace?> FindTraceAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return file.ReadAsync(connection => StoreReader.Trace(connection, Name, id), cancellationToken);
    }

    public override Task PingAsync(CancellationToken cancellationToken = default) => file.ReadAsync(_ => true, cancellationToken);

    protected override Task<List<(SummaryKey Key, byte[] Json)>> ReadSummariesAsync(
        TraceQuery query, SummaryKey? after, int size, CancellationToken cancellationToken)
    {
        var filter = StoreReader.FilterOf(query);
        return file.ReadAsync(connection => StoreReader.Summaries(connection, filter, after, size), cancellationToken);
    }

    protected override Task<List<Span>?> ReadSpansAsync(string id, int first, int size, CancellationToken cancellationToken) =>
        file.ReadAsync(
            connection => StoreReader.KeyOf(connection, Name, id) is { } key
                ? StoreReader.Spans(connection, key, first, size)
                    .ConvertAll(json => JsonSerializer.Deserialize(json, StoreJson.Span)!)
                : null,
            cancellationToken);
}
