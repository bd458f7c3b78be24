using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using TraceClient.Replication;
using TraceClient.Sqlite;

namespace TraceClient.Tool;

/// <summary>Represents a SQLite file as a store.</summary>
internal sealed class SqliteToolStore : ToolStore
{
    private readonly SqliteTraceStore _store;

    public SqliteToolStore(string path, StoreAccess access)
    {
        Name = path;
        if (access != StoreAccess.Create && !File.Exists(path))
            throw new UsageException($"The store {TerminalText.OneLine(path)} does not exist.", "tracectl sync --store FILE");
        _store = new SqliteTraceStore(path, new SqliteTraceStoreOptions { IsReadOnly = access == StoreAccess.Read });
    }

    public override ITraceStore Store => _store;

    public override string Name { get; }

    public override string Identity => _store.Path;

    public override async Task QueryAsync(string sql, Func<DbDataReader, bool> read, CancellationToken cancellationToken)
    {
        await using var connection = await _store.OpenConnectionAsync(cancellationToken);
        try
        {
            await Task.Run(
                () =>
                {
                    Check(connection, sql);
                    using var _ = cancellationToken.Register(() => raw.sqlite3_interrupt(connection.Handle));
                    cancellationToken.ThrowIfCancellationRequested();
                    using var command = connection.CreateCommand();
                    command.CommandText = sql;
                    command.CommandTimeout = 0;
                    using var reader = command.ExecuteReader();
                    read(reader);
                },
                CancellationToken.None);
        }
        catch (SqliteException exception)
        {
            throw ErrorOf(exception, cancellationToken);
        }
    }

    /// <summary>Checks that a text is one statement that only reads, before any row is written.</summary>
    private static void Check(SqliteConnection connection, string sql)
    {
        if (sql.Contains('\0', StringComparison.Ordinal))
            throw new UsageException("The SQL statement has a null character.");
        var (rest, count) = (sql, 0);
        while (rest.Length > 0)
        {
            var before = rest.Length;
            var code = raw.sqlite3_prepare_v2(connection.Handle, rest, out var statement, out rest);
            using (statement)
            {
                SqliteException.ThrowExceptionForRC(code, connection.Handle);

                // A comment is no statement.
                if (statement.IsInvalid)
                {
                    if (rest.Length == before)
                        break;
                    continue;
                }

                if (++count > 1)
                    throw new UsageException("There is more than one SQL statement. Use one.", "tracectl sql --help");
                if (raw.sqlite3_stmt_readonly(statement) == 0)
                    throw new UsageException("The SQL statement writes. A store can only be read in SQL.", "tracectl store --help");
            }
        }

        if (count == 0)
            throw new UsageException("There is no SQL statement.", "tracectl sql --help");
    }

    private Exception ErrorOf(SqliteException exception, CancellationToken cancellationToken) => exception.SqliteErrorCode switch
    {
        _ when cancellationToken.IsCancellationRequested => new OperationCanceledException(null, exception, cancellationToken),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new TraceFormatException(
            $"The file {Name} is damaged, or is not a store of traces. Use another file.", exception),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN or raw.SQLITE_FULL => new TraceTransportException(
            $"The store {Name} cannot be read: {MessageOf(exception)}.", exception)
        { IsTransient = false },
        _ => new UsageException($"SQL error: {MessageOf(exception)}.", "tracectl sql --help"),
    };

    // The message of the exception repeats its code; the one of SQLite is in quotation marks.
    private static string MessageOf(SqliteException exception)
    {
        var parts = exception.Message.Split('\'');
        return parts.Length >= 3 ? string.Join('\'', parts[1..^1]) : exception.Message;
    }
}
