using System.Data.Common;
using Npgsql;
using TraceClient.PostgreSql;
using TraceClient.Replication;

namespace TraceClient.Tool;

/// <summary>Represents a PostgreSQL database as a store.</summary>
internal sealed class PostgreSqlToolStore : ToolStore
{
    private readonly PostgreSqlTraceStore _store;

    public PostgreSqlToolStore(string address)
    {
        try
        {
            _store = new PostgreSqlTraceStore(address);
        }
        catch (ArgumentException)
        {
            // Its message has the form of a connection string.
            throw new UsageException(
                "Invalid value for --store. Use an address such as postgres://user@host/database.",
                "--store postgres://localhost/traces");
        }
    }

    public override ITraceStore Store => _store;

    public override string Name => _store.Target;

    public override string Identity => _store.Target;

    public override async Task QueryAsync(string sql, Func<DbDataReader, bool> read, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(sql))
            throw new UsageException("There is no SQL statement.", "tracectl sql --help");
        await using var connection = await _store.OpenConnectionAsync(cancellationToken);
        try
        {
            // In a transaction, no statement can begin another one that writes.
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var batch = connection.CreateBatch();
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));
            batch.Timeout = 0;
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            using var _ = cancellationToken.Register(batch.Cancel);
            var hasMore = true;
            try
            {
                hasMore = read(reader);
            }
            finally
            {
                // Otherwise all further rows are read when the reader is closed.
                if (hasMore)
                    batch.Cancel();
            }
        }
        catch (NotSupportedException)
        {
            throw new UsageException("The SQL statement returns no rows. Use a SELECT.", "tracectl sql --help");
        }
        catch (PostgresException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw exception switch
            {
                { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } =>
                    new UsageException("The SQL statement writes. A store can only be read in SQL.", "tracectl store --help"),

                // The message of the server, "cannot insert multiple commands into a prepared statement", is about its protocol.
                { SqlState: PostgresErrorCodes.SyntaxError, Routine: "exec_parse_message" } =>
                    new UsageException("There is more than one SQL statement. Use one.", "tracectl sql --help"),
                _ => new UsageException($"SQL error: {exception.MessageText}.", "tracectl sql --help"),
            };
        }
        catch (NpgsqlException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TraceTransportException($"The store {Name} cannot be read: {exception.Message}", exception);
        }
    }
}
