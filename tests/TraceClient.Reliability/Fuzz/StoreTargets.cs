using System.Text;
using TraceClient.Replication;
using TraceClient.Sqlite;
using TraceClient.Tool;

namespace TraceClient.Reliability.Fuzz;

/// <summary>Damaged files of a store, and any text as SQL.</summary>
internal sealed class StoreTargets(IReadOnlyList<Trace> traces) : IDisposable
{
    private const int MaxRows = 500;

    private static readonly string[] Statements =
    [
        "SELECT * FROM traces ORDER BY recorded_ns DESC", "SELECT * FROM spans WHERE type = 'Tool'", "SELECT * FROM records",
        "SELECT name, count(*), p95(duration_ms), percentile(duration_ms, 0.5) FROM spans GROUP BY name",
        "SELECT attributes ->> '$.\"http.route\"' FROM spans", "SELECT x'00ff', 1e999, -1, NULL, 'it''s'", "PRAGMA table_info(trace)",
        "EXPLAIN SELECT 1", "DELETE FROM trace", "SELECT 1; SELECT 2", "ATTACH 'x' AS y", "BEGIN", "-- nothing",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("traceclient-fuzz-stores-");
    private byte[] _store = [];

    public IEnumerable<FuzzTarget> All() =>
    [
        new("store.file", ReadFileAsync, static exception => exception is UsageException),
        new("store.sql", QueryAsync, static exception => exception is UsageException),
    ];

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task ReadFileAsync(FuzzCase fuzz)
    {
        var path = await WriteAsync("damaged.db", bytes => Damage(fuzz, bytes), fuzz.Cancellation);
        var isReadOnly = fuzz.Random.Next(2) == 0;
        await using var store = new SqliteTraceStore(path, new SqliteTraceStoreOptions { IsReadOnly = isReadOnly });
        await using var client = await store.CreateClientAsync(fuzz.Cancellation);
        var query = fuzz.Random.Next(3) switch
        {
            0 => new TraceQuery { FullText = "order" },
            1 => new TraceQuery { ErrorsOnly = true, From = DateTimeOffset.UnixEpoch },
            _ => new TraceQuery(),
        };
        await foreach (var summary in client.ListTracesAsync(query, fuzz.Cancellation))
        {
            ModelUse.Of(summary);
            if (await client.FindTraceAsync(summary.Reference, fuzz.Cancellation) is { } trace)
                ModelUse.Of(trace);
        }

        _ = await store.GetSpanStatisticsAsync(cancellationToken: fuzz.Cancellation);
        _ = await store.GetStatisticsAsync(fuzz.Cancellation);
        if (!isReadOnly)
        {
            await new TraceReplicator(client, store).RunAsync(cancellationToken: fuzz.Cancellation);
            await store.ForgetAsync(traces[0].Reference, fuzz.Cancellation);
            await store.PruneAsync(new TraceStoreLimits { MaxBytes = 100_000 }, fuzz.Cancellation);
        }
    }

    private async Task QueryAsync(FuzzCase fuzz)
    {
        var isDamaged = fuzz.Random.Next(3) == 0;
        var path = await WriteAsync("sql.db", bytes => isDamaged ? Damage(fuzz, bytes) : bytes, fuzz.Cancellation);
        var sql = Encoding.UTF8.GetBytes(Statements[fuzz.Random.Next(Statements.Length)]);
        for (var changes = fuzz.Random.Next(isDamaged ? 1 : 4); changes > 0; changes--)
            sql = ByteMutator.Mutate(fuzz.Random, sql);
        fuzz.Note(Encoding.UTF8.GetString(sql));
        await using var store = ToolStore.Open(path, StoreAccess.Read);
        await store.QueryAsync(
            Encoding.UTF8.GetString(sql),
            reader =>
            {
                var values = new object[reader.FieldCount];
                for (var row = 0; row < MaxRows && reader.Read(); row++)
                    reader.GetValues(values);
                return true;
            },
            fuzz.Cancellation);
    }

    private async Task<string> WriteAsync(string name, Func<byte[], byte[]> change, CancellationToken cancellationToken)
    {
        if (_store.Length == 0)
        {
            var whole = Path.Combine(_folder.FullName, "whole.db");
            await using (var store = new SqliteTraceStore(whole))
                await store.WriteAsync([.. traces.Select(trace => new ReplicatedTrace(trace))], cancellationToken);
            _store = await File.ReadAllBytesAsync(whole, cancellationToken);
        }

        var path = Path.Combine(_folder.FullName, name);
        foreach (var file in _folder.GetFiles($"{name}*"))
            file.Delete();
        await File.WriteAllBytesAsync(path, change(_store), cancellationToken);
        return path;
    }

    /// <summary>Damages a file: as any bytes, or within its pages, which stay where they are.</summary>
    private static byte[] Damage(FuzzCase fuzz, byte[] bytes)
    {
        var random = fuzz.Random;
        if (random.Next(4) == 0)
            return ByteMutator.Mutate(random, bytes);
        var damaged = (byte[])bytes.Clone();
        for (var changes = random.Next(1, 30); changes > 0; changes--)
        {
            var at = random.Next(3) == 0 ? random.Next(200) : random.Next(damaged.Length);
            damaged[at] = (byte)random.Next(256);
        }

        return damaged;
    }
}
