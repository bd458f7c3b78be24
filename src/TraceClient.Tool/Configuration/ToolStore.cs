using System.CommandLine;
using System.Data.Common;
using TraceClient.Replication;

namespace TraceClient.Tool;

/// <summary>Represents the store that <c>--store</c> names.</summary>
internal abstract class ToolStore : IAsyncDisposable
{
    /// <summary>Gets the store.</summary>
    public abstract ITraceStore Store { get; }

    /// <summary>Gets the name of the store as it is shown, without credentials.</summary>
    public abstract string Name { get; }

    /// <summary>Gets a text that identifies the store.</summary>
    public abstract string Identity { get; }

    /// <summary>Opens a store.</summary>
    /// <param name="target">The value of <c>--store</c>.</param>
    /// <param name="access">What the command does with it.</param>
    /// <exception cref="UsageException">The value is invalid, or there is no such store.</exception>
    public static ToolStore Open(string target, StoreAccess access)
    {
        if (target.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
            || target.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase))
            return new PostgreSqlToolStore(target);
        if (string.IsNullOrWhiteSpace(target) || target.Contains("://", StringComparison.Ordinal))
            throw new UsageException(
                "Invalid value for --store. Use the path of a file, or the address of a PostgreSQL database.", "--store traces.db");
        return new SqliteToolStore(target, access);
    }

    /// <summary>Opens the store of a command that requires one.</summary>
    /// <exception cref="UsageException">The option is missing or invalid, or there is no such store.</exception>
    public static ToolStore Open(ParseResult arguments, StoreAccess access) =>
        arguments.GetValue(GlobalOptions.Store) is { } target
            ? Open(target, access)
            : throw new UsageException("Missing option --store.", $"{arguments.CommandResult.Command.FullName()} --store traces.db");

    /// <summary>Runs one SQL statement that reads.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="read">Reads the result, on another thread, and returns whether there are rows that it did not read.</param>
    /// <param name="cancellationToken">The token to interrupt the statement.</param>
    /// <exception cref="UsageException">The statement is invalid, or does not only read.</exception>
    /// <exception cref="TraceClientException">The store cannot be read.</exception>
    public abstract Task QueryAsync(string sql, Func<DbDataReader, bool> read, CancellationToken cancellationToken);

    public ValueTask DisposeAsync() => Store.DisposeAsync();
}

/// <summary>Defines what a command does with a store.</summary>
internal enum StoreAccess
{
    /// <summary>It reads a store that exists.</summary>
    Read,

    /// <summary>It changes a store that exists.</summary>
    Change,

    /// <summary>It writes to a store, which is created if there is none.</summary>
    Create,
}
