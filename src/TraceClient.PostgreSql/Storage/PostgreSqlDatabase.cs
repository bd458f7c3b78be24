using Polly;
using Polly.Retry;

namespace TraceClient.PostgreSql;

/// <summary>Opens connections to the database of a store, creates the schema at first use, and retries transient failures.</summary>
internal sealed class PostgreSqlDatabase : IAsyncDisposable
{
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(5);

    private readonly NpgsqlDataSource _dataSource;
    private readonly bool _isOwner;
    private readonly ResiliencePipeline _pipeline;
    private readonly SemaphoreSlim _migration = new(1, 1);
    private volatile bool _hasSchema;
    private volatile bool _isDisposed;

    public PostgreSqlDatabase(NpgsqlDataSource dataSource, bool isOwner, PostgreSqlTraceStoreOptions options, TimeProvider timeProvider)
    {
        (_dataSource, _isOwner, Schema) = (dataSource, isOwner, options.Schema);
        Target = PostgreSqlConnections.TargetOf(dataSource, options.Schema);
        var builder = new ResiliencePipelineBuilder
        {
            Name = "TraceClient.PostgreSql",
            TimeProvider = timeProvider,
            TelemetryListener = null,
        };
        if (options.MaxRetries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.MaxRetries,
                Delay = options.RetryDelay,
                MaxDelay = MaxRetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = static arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is { } exception && PostgreSqlErrors.IsTransient(exception)),
            });
        }

        _pipeline = builder.Build();
    }

    /// <summary>Gets the schema of the tables. Its name needs no quotes.</summary>
    public string Schema { get; }

    /// <summary>Gets the address of the database without credentials.</summary>
    public string Target { get; }

    /// <summary>Runs an operation on a connection, and retries it after a transient failure.</summary>
    /// <exception cref="TraceClientException">The operation failed.</exception>
    public Task<T> RunAsync<T>(
        string operation, Func<NpgsqlConnection, CancellationToken, Task<T>> run, CancellationToken cancellationToken) => RetryAsync(
        operation,
        async token =>
        {
            var connection = await OpenAsync(token).ConfigureAwait(false);
            await using var _ = connection.ConfigureAwait(false);
            return await run(connection, token).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Opens a connection whose transactions can only read, and that finds the views without their schema.</summary>
    /// <exception cref="TraceClientException">The database is not reachable.</exception>
    public Task<NpgsqlConnection> OpenReaderAsync(CancellationToken cancellationToken) => RetryAsync(
        "OpenConnection",
        async token =>
        {
            var connection = await OpenAsync(token).ConfigureAwait(false);
            try
            {
                await connection.ScalarAsync($"SET search_path = {Schema}, public", token).ConfigureAwait(false);
                await connection.ScalarAsync("SET default_transaction_read_only = on", token).ConfigureAwait(false);
                return connection;
            }
            catch
            {
                await connection.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        },
        cancellationToken);

    private async Task<T> RetryAsync<T>(string operation, Func<CancellationToken, Task<T>> run, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, typeof(PostgreSqlTraceStore));
        try
        {
            return await _pipeline.ExecuteAsync(
                async token => await run(token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException exception)
        {
            throw new TraceFormatException($"The store {Target} is damaged: it has a trace that cannot be read.", exception)
            {
                Operation = operation,
            };
        }
        catch (Exception exception) when (PostgreSqlErrors.IsOfDatabase(exception))
        {
            cancellationToken.ThrowIfCancellationRequested();
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(PostgreSqlTraceStore));
            throw PostgreSqlErrors.ToTraceClientException(exception, Target, operation);
        }
    }

    /// <summary>Runs an operation in one transaction, and retries it after a transient failure.</summary>
    /// <exception cref="TraceClientException">The operation failed.</exception>
    public Task<T> RunInTransactionAsync<T>(
        string operation, Func<NpgsqlConnection, CancellationToken, Task<T>> run, CancellationToken cancellationToken) => RunAsync(
        operation,
        async (connection, token) =>
        {
            var transaction = await connection.BeginTransactionAsync(token).ConfigureAwait(false);
            await using var _ = transaction.ConfigureAwait(false);
            var result = await run(connection, token).ConfigureAwait(false);
            await transaction.CommitAsync(token).ConfigureAwait(false);
            return result;
        },
        cancellationToken);

    /// <summary>Opens a connection to a database that has the schema.</summary>
    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (!_hasSchema)
            await MigrateAsync(cancellationToken).ConfigureAwait(false);
        return await _dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        _hasSchema = false;
        if (_isOwner)
            await _dataSource.DisposeAsync().ConfigureAwait(false);
    }

    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await _migration.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_hasSchema)
                return;
            var connection = await _dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = connection.ConfigureAwait(false);
            await PostgreSqlSchema.MigrateAsync(connection, Schema, Target, cancellationToken).ConfigureAwait(false);
            _hasSchema = true;
        }
        finally
        {
            _migration.Release();
        }
    }
}
