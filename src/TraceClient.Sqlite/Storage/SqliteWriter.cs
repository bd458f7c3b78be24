using System.Diagnostics;

namespace TraceClient.Sqlite;

/// <summary>Represents the connection that writes, on which one thread at a time waits for other programs and writes.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="BusyTimeout">The longest wait.</param>
/// <param name="CancellationToken">Cancels the wait.</param>
internal sealed record SqliteWriter(SqliteConnection Connection, TimeSpan BusyTimeout, CancellationToken CancellationToken)
{
    // How long SQLite itself waits, which cannot be cancelled.
    public static readonly TimeSpan Attempt = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Begins a transaction that writes.</summary>
    public SqliteTransaction Begin()
    {
        SqliteTransaction? transaction = null;
        SqliteException? busy = null;
        var isBegun = Wait(() =>
        {
            try
            {
                transaction = Connection.BeginTransaction(deferred: false);
                return true;
            }
            catch (SqliteException exception) when (exception.SqliteErrorCode is SqliteErrors.Busy or SqliteErrors.Locked)
            {
                busy = exception;
                return false;
            }
        });
        return isBegun ? transaction! : throw busy!;
    }

    /// <summary>Repeats an attempt until it succeeds.</summary>
    /// <returns>False if it did not in time.</returns>
    public bool Wait(Func<bool> attempt)
    {
        for (var start = Stopwatch.GetTimestamp(); ; CancellationToken.WaitHandle.WaitOne(Pause))
        {
            // Also before the first attempt: an interruption between two statements is lost otherwise.
            CancellationToken.ThrowIfCancellationRequested();
            if (attempt())
                return true;
            if (Stopwatch.GetElapsedTime(start) >= BusyTimeout)
                return false;
        }
    }
}
