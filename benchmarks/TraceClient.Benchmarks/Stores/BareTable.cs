using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Data.Sqlite;
using TraceClient.Replication;

namespace TraceClient.Benchmarks.Stores;

/// <summary>The least that storing the same spans takes: their JSON in a table with a key, without any index.</summary>
internal sealed class BareTable : IDisposable
{
    private static readonly JsonTypeInfo<Span> Json = (JsonTypeInfo<Span>)new JsonSerializerOptions
    {
        TypeInfoResolver = TraceJson.Resolver,
    }.GetTypeInfo(typeof(Span));

    private readonly SqliteConnection _connection;

    public BareTable(string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        using var command = _connection.CreateCommand();
        command.CommandText =
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE span (key INTEGER PRIMARY KEY, data TEXT)";
        command.ExecuteNonQuery();
    }

    public void Write(IReadOnlyList<ReplicatedTrace> traces)
    {
        using var transaction = _connection.BeginTransaction();
        using var command = _connection.CreateCommand();
        command.CommandText = "INSERT INTO span (data) VALUES (CAST(@data AS TEXT))";
        var data = command.Parameters.Add("@data", SqliteType.Blob);
        foreach (var span in traces.SelectMany(one => one.Trace.Spans))
        {
            data.Value = JsonSerializer.SerializeToUtf8Bytes(span, Json);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    public void Dispose() => _connection.Dispose();
}
