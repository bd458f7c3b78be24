using TraceClient.Replication;

namespace TraceClient.Tool;

/// <summary>Represents what a store has.</summary>
/// <param name="Name">The name of the store.</param>
/// <param name="Statistics">The counts and the size.</param>
/// <param name="Sources">The traces of each source.</param>
internal sealed record StoreInfo(string Name, TraceStoreStatistics Statistics, IReadOnlyList<SourceCounts> Sources)
{
    // SQL that each database understands.
    private const string Sql =
        """
        SELECT source, count(*), sum(span_count), count(CASE WHEN status = 'Error' OR error_count > 0 THEN 1 END),
            min(coalesce(recorded_ns, start_ns)), max(coalesce(recorded_ns, start_ns))
        FROM traces GROUP BY source ORDER BY source
        """;

    public static async Task<StoreInfo> ReadAsync(ToolStore store, CancellationToken cancellationToken)
    {
        var statistics = await store.Store.GetStatisticsAsync(cancellationToken);
        var sources = new List<SourceCounts>();
        await store.QueryAsync(
            Sql,
            reader =>
            {
                while (reader.Read())
                {
                    sources.Add(new SourceCounts(reader.GetString(0))
                    {
                        Traces = reader.GetInt64(1),
                        Spans = reader.GetInt64(2),
                        Errors = reader.GetInt64(3),
                        Oldest = TimeIn(4),
                        Newest = TimeIn(5),
                    });
                }

                return false;

                TraceTimestamp? TimeIn(int column) => reader.IsDBNull(column) ? null : new TraceTimestamp(reader.GetInt64(column));
            },
            cancellationToken);
        return new StoreInfo(store.Name, statistics, sources);
    }
}
