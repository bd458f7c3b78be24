using TraceClient.Replication;

namespace TraceClient.Tool;

/// <summary>Represents what a store has.</summary>
/// <param name="Name">The name of the store.</param>
/// <param name="Statistics">The counts and the size.</param>
/// <param name="Sources">The traces of each source.</param>
internal sealed record StoreInfo(string Name, TraceStoreStatistics Statistics, IReadOnlyList<StoreInfo.Source> Sources)
{
    // SQL that each database understands.
    private const string Sql =
        """
        SELECT source, count(*), sum(span_count), count(CASE WHEN error_count > 0 THEN 1 END), min(coalesce(recorded_ns, start_ns)),
            max(coalesce(recorded_ns, start_ns))
        FROM traces GROUP BY source ORDER BY source
        """;

    public static async Task<StoreInfo> ReadAsync(ToolStore store, CancellationToken cancellationToken)
    {
        var statistics = await store.Store.GetStatisticsAsync(cancellationToken);
        var sources = new List<Source>();
        await store.QueryAsync(
            Sql,
            reader =>
            {
                while (reader.Read())
                {
                    sources.Add(new Source(
                        reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), TimeIn(4), TimeIn(5)));
                }

                TraceTimestamp? TimeIn(int column) => reader.IsDBNull(column) ? null : new TraceTimestamp(reader.GetInt64(column));
            },
            cancellationToken);
        return new StoreInfo(store.Name, statistics, sources);
    }

    /// <summary>Represents the traces of a source.</summary>
    /// <param name="Name">The name of the source.</param>
    /// <param name="Traces">The number of traces.</param>
    /// <param name="Spans">The number of spans.</param>
    /// <param name="Errors">The number of traces with a failed span.</param>
    /// <param name="Oldest">The time of the oldest trace.</param>
    /// <param name="Newest">The time of the newest trace.</param>
    internal sealed record Source(string Name, long Traces, long Spans, long Errors, TraceTimestamp? Oldest, TraceTimestamp? Newest);
}
