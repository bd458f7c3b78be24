using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using TraceClient.Replication;
using TraceClient.Sqlite;

namespace TraceClient.Benchmarks.Stores;

/// <summary>Measures a store of growing size: writes, beside the bare inserts of the same JSON, and queries.</summary>
internal static class StoreCommand
{
    private const int BatchSize = 100;
    private const int Repeats = 5;

    public static async Task<int> RunAsync(IReadOnlyList<string> options)
    {
        int[] sizes = options.Count == 0 ? [10_000, 100_000, 1_000_000] : [.. options.Select(int.Parse)];
        var columns = new List<IReadOnlyList<(string Name, double Value, string Unit)>>();
        foreach (var size in sizes)
            columns.Add(await MeasureAsync(size));
        Console.WriteLine($"| | {string.Join(" | ", sizes.Select(size => $"{size:N0} spans"))} |");
        Console.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---:|", sizes.Length))}");
        for (var row = 0; row < columns[0].Count; row++)
        {
            var cells = columns.Select(column => $"{column[row].Value.ToString("N1", CultureInfo.InvariantCulture)} {column[row].Unit}");
            Console.WriteLine($"| {columns[0][row].Name} | {string.Join(" | ", cells)} |");
        }

        return 0;
    }

    private static async Task<IReadOnlyList<(string Name, double Value, string Unit)>> MeasureAsync(int size)
    {
        var folder = Directory.CreateTempSubdirectory("traceclient-store-");
        try
        {
            await using var store = new SqliteTraceStore(Path.Combine(folder.FullName, "traces.db"));
            using var bare = new BareTable(Path.Combine(folder.FullName, "bare.db"));
            var (own, peer) = (TimeSpan.Zero, TimeSpan.Zero);
            var peak = 0L;
            foreach (var batch in SyntheticTraces.Make(size).Chunk(BatchSize))
            {
                own += await TimeOfAsync(() => store.WriteAsync(batch));
                peer += await TimeOfAsync(() =>
                {
                    bare.Write(batch);
                    return Task.CompletedTask;
                });
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false));
            }

            await using var client = await store.CreateClientAsync();
            await using var connection = await store.OpenConnectionAsync();
            var statistics = await store.GetStatisticsAsync();
            var some = SyntheticTraces.ReferenceOf(size / SyntheticTraces.SpansOfTrace / 2);
            return
            [
                ("write: spans a second", statistics.Spans / own.TotalSeconds, ""),
                ("bare inserts of the same JSON (peer)", statistics.Spans / peer.TotalSeconds, ""),
                ("write: time of the peer's", own / peer, "×"),
                ("file: bytes a span", (double)statistics.Bytes / statistics.Spans, ""),
                ("managed memory, most", peak / 1e6, "MB"),
                ("20 newest traces", await TimeOfListAsync(client, new TraceQuery { Limit = 20 }), "ms"),
                ("20 newest of a session", await TimeOfListAsync(client, new TraceQuery { SessionId = "session-7", Limit = 20 }), "ms"),
                ("20 newest with errors", await TimeOfListAsync(client, new TraceQuery { ErrorsOnly = true, Limit = 20 }), "ms"),
                ("one trace", await BestOfAsync(() => client.GetTraceAsync(some)), "ms"),
                ("full text, a rare word", await TimeOfListAsync(client, new TraceQuery { FullText = $"order{size / 20}" }), "ms"),
                ("full text, 2 common words, 20 newest",
                    await TimeOfListAsync(client, new TraceQuery { FullText = "word1 word2", Limit = 20 }), "ms"),
                ("p95 by name, in SQL", await BestOfAsync(() => Task.FromResult(
                    Query(connection, "SELECT name, count(*), p95(duration_ms) FROM spans GROUP BY name"))), "ms"),
                ("statistics of spans", await BestOfAsync(() => store.GetSpanStatisticsAsync()), "ms"),
                ("tokens by model, in SQL", await BestOfAsync(() => Task.FromResult(
                    Query(connection, "SELECT model, sum(total_tokens) FROM spans WHERE model IS NOT NULL GROUP BY model"))), "ms"),
            ];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<TimeSpan> TimeOfAsync(Func<Task> run)
    {
        var start = Stopwatch.GetTimestamp();
        await run();
        return Stopwatch.GetElapsedTime(start);
    }

    private static async Task<double> BestOfAsync<T>(Func<Task<T>> run)
    {
        var best = double.MaxValue;
        for (var i = 0; i < Repeats; i++)
            best = Math.Min(best, (await TimeOfAsync(async () => GC.KeepAlive(await run()))).TotalMilliseconds);
        return best;
    }

    private static Task<double> TimeOfListAsync(ITraceClient client, TraceQuery query) => BestOfAsync(() => ListAsync(client, query));

    private static async Task<int> ListAsync(ITraceClient client, TraceQuery query)
    {
        var count = 0;
        await foreach (var _ in client.ListTracesAsync(query))
            count++;
        return count > 0 ? count : throw new InvalidOperationException($"{query} found nothing.");
    }

    private static int Query(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var count = 0;
        while (reader.Read())
            count++;
        return count;
    }
}
