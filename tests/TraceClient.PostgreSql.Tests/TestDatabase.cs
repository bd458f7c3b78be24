namespace TraceClient.PostgreSql.Tests;

/// <summary>Represents a schema of its own on the server of <c>eng/postgresql</c>. It is dropped at the end.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static int _count;

    /// <summary>Gets the connection string of the server.</summary>
    public static string ConnectionString => Environment.GetEnvironmentVariable("TRACECLIENT_TEST_POSTGRESQL")
        ?? throw new InvalidOperationException("TRACECLIENT_TEST_POSTGRESQL is not set. Run eng/postgresql, which starts a server.");

    /// <summary>Gets the name of the schema.</summary>
    public string Schema { get; } = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";

    /// <summary>Opens a connection that can write.</summary>
    public static async Task<NpgsqlConnection> OpenConnectionAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    /// <summary>Opens a store in the schema.</summary>
    public PostgreSqlTraceStore Open(TimeProvider? timeProvider = null) =>
        new($"{ConnectionString};Application Name={Schema}", new PostgreSqlTraceStoreOptions { Schema = Schema }, timeProvider);

    /// <summary>Runs a statement of the test. <c>{0}</c> is the schema.</summary>
    public async Task<object?> RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql.Replace("{0}", Schema, StringComparison.Ordinal), connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"DROP SCHEMA IF EXISTS {Schema} CASCADE", connection);
        await command.ExecuteNonQueryAsync();
    }
}
