using SQLitePCL;

namespace TraceClient.Sqlite;

/// <summary>Opens connections to the file of a store, and runs reads and writes on them.</summary>
/// <remarks>SQLite has no asynchronous operations: they run on threads of the pool, and a cancellation interrupts them.</remarks>
internal sealed class SqliteStoreFile : IAsyncDisposable
{
    private readonly SemaphoreSlim _writing = new(1);
    private readonly CancellationTokenSource _closed = new();
    private readonly bool _isReadOnly;
    private readonly TimeSpan _busyTimeout;
    private readonly string _readerOptions;
    private readonly string _writerOptions;
    private SqliteConnection? _writer;
    private volatile bool _isCurrent;

    public SqliteStoreFile(string path, bool isReadOnly, TimeSpan busyTimeout)
    {
        (Path, _isReadOnly, _busyTimeout) = (path, isReadOnly, busyTimeout);
        var options = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadOnly,
            DefaultTimeout = (int)Math.Ceiling(busyTimeout.TotalSeconds),
        };
        _readerOptions = options.ToString();
        options.Mode = SqliteOpenMode.ReadWrite;
        options.Pooling = false;
        _writerOptions = options.ToString();
    }

    /// <summary>Gets the full path.</summary>
    public string Path { get; }

    /// <summary>Runs a read.</summary>
    /// <exception cref="TraceClientException">The store cannot be read.</exception>
    public async Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        using var connection = await OpenReaderAsync(cancellationToken).ConfigureAwait(false);
        return await RunAsync(connection, read, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens a connection that cannot write.</summary>
    /// <exception cref="TraceClientException">The store cannot be read.</exception>
    public async Task<SqliteConnection> OpenReaderAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed.IsCancellationRequested, typeof(SqliteTraceStore));
        if (!_isCurrent && !_isReadOnly)
            await WriteAsync(_ => true, cancellationToken).ConfigureAwait(false);
        var connection = new SqliteConnection(_readerOptions);
        try
        {
            await RunAsync(connection, Open, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs a write, alone.</summary>
    /// <exception cref="TraceClientException">The store cannot be written.</exception>
    public async Task<T> WriteAsync<T>(Func<SqliteWriter, T> write, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed.IsCancellationRequested, typeof(SqliteTraceStore));
        if (_isReadOnly)
            throw new TraceClientException($"The store {Path} was opened to be read only.");
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_closed.IsCancellationRequested, typeof(SqliteTraceStore));
            if (_writer is null)
            {
                var connection = new SqliteConnection(_writerOptions);
                try
                {
                    await RunAsync(connection, OpenWriter, cancellationToken).ConfigureAwait(false);
                }
                catch
                {
                    await connection.DisposeAsync().ConfigureAwait(false);
                    throw;
                }

                (_writer, _isCurrent) = (connection, true);
            }

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closed.Token);
            var writer = new SqliteWriter(_writer, _busyTimeout, stop.Token);
            return await RunAsync(_writer, _ => write(writer), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_closed.IsCancellationRequested)
            return;
        await _closed.CancelAsync().ConfigureAwait(false);
        await _writing.WaitAsync().ConfigureAwait(false);
        using (var pooled = new SqliteConnection(_readerOptions))
            SqliteConnection.ClearPool(pooled);

        // The last connection moves the log into the file, which one that only reads cannot do.
        if (_writer is not null)
            await _writer.DisposeAsync().ConfigureAwait(false);
        _writing.Release();
    }

    private async Task<T> RunAsync<T>(SqliteConnection connection, Func<SqliteConnection, T> run, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await Task.Run(
                () =>
                {
                    using var _ = cancellationToken.Register(() => Interrupt(connection));
                    using var __ = _closed.Token.Register(() => Interrupt(connection));
                    return run(connection);
                },
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            ObjectDisposedException.ThrowIf(_closed.IsCancellationRequested, typeof(SqliteTraceStore));
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
        catch (SqliteException exception)
        {
            ObjectDisposedException.ThrowIf(_closed.IsCancellationRequested, typeof(SqliteTraceStore));
            throw SqliteErrors.Of(exception, Path, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TraceTransportException($"Cannot write {Path}: {FileError.Describe(Path, exception)}", exception)
            {
                IsTransient = false,
            };
        }
        catch (Exception exception) when (
            exception is JsonException or InvalidCastException or FormatException or OverflowException or ArgumentException
                or (InvalidOperationException and not ObjectDisposedException))
        {
            // A damaged file can have values, such as NULL, that its tables do not allow.
            throw new TraceFormatException($"The store {Path} is damaged: it has a trace that cannot be read.", exception);
        }
    }

    private static void Interrupt(SqliteConnection connection)
    {
        if (connection.Handle is { IsInvalid: false, IsClosed: false } handle)
            raw.sqlite3_interrupt(handle);
    }

    private bool Open(SqliteConnection connection)
    {
        if (!File.Exists(Path))
            throw new TraceTransportException($"The store {Path} does not exist.") { IsTransient = false };
        connection.Open();
        if (!_isCurrent && !StoreSchema.IsCurrent(connection, Path))
        {
            throw new TraceFormatException(
                $"The store {Path} is empty, or was written by an earlier version. Write to it once to update it.");
        }

        connection.Execute("PRAGMA query_only = ON");
        SqliteFunctions.AddTo(connection);
        return true;
    }

    private bool OpenWriter(SqliteConnection connection)
    {
        // SQLite gives its other files the same access rights.
        if (!File.Exists(Path))
            new FileStream(Path, OwnerOnlyFile.With(FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite)).Dispose();
        connection.Open();
        StoreSchema.Update(connection, Path);

        // A power failure can undo the last transactions, each with its checkpoint.
        connection.Execute("PRAGMA synchronous = NORMAL");

        // 64 MB of pages, 40 MB of log, and no temporary files for single statements.
        connection.Execute("PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 10000; PRAGMA temp_store = MEMORY");

        // What is deleted, or moved within the file, is overwritten.
        connection.Execute("PRAGMA secure_delete = ON");
        connection.DefaultTimeout = (int)SqliteWriter.Attempt.TotalSeconds;
        return true;
    }
}
