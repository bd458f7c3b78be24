namespace TraceClient.PostgreSql;

/// <summary>Represents a PostgreSQL database that stores traces, reads and searches them, and shares a backfill among workers.</summary>
/// <remarks>
/// <para>
/// Replicate to it with a <see cref="TraceReplicator"/>, or with several workers of a <see cref="TraceBackfill"/>: each batch and the
/// checkpoint are written in one transaction, and a worker that has lost its lease changes nothing. A trace that has grown replaces the
/// earlier one.
/// </para>
/// <para>
/// The first call creates the schema, and the tables in it, if they are missing. The database must have the encoding UTF8. It has inputs,
/// outputs and bodies of log records: restrict the access to it. Instances are thread-safe.
/// </para>
/// </remarks>
public sealed class PostgreSqlTraceStore : ITraceStore, IWorkQueue
{
    private const int MostDeletedAtOnce = 1000;
    private static readonly string[] BuiltInSources = ["calyptia", "galtea", "kubiya"];

    private readonly PostgreSqlDatabase _database;
    private readonly PostgreSqlWorkQueue _queue;
    private readonly PostgreSqlReader _reader;
    private readonly PostgreSqlWriter _writer;
    private readonly TimeProvider _timeProvider;

    /// <summary>Initializes a store with connections of its own. The first call opens one.</summary>
    /// <param name="connectionString">
    /// A connection string of Npgsql, such as <c>Host=localhost;Database=traces;Username=app</c>, or an address, such as
    /// <c>postgres://app@localhost/traces</c>.
    /// </param>
    /// <param name="options">The options, which are copied; null for the defaults.</param>
    /// <param name="timeProvider">The clock; null for <see cref="TimeProvider.System"/>.</param>
    /// <exception cref="ArgumentException">The connection string or an option is invalid; the message has no password.</exception>
    public PostgreSqlTraceStore(
        string connectionString, PostgreSqlTraceStoreOptions? options = null, TimeProvider? timeProvider = null)
        : this(PostgreSqlConnections.Create(connectionString), isOwner: true, options, timeProvider)
    {
    }

    /// <summary>Initializes a store with the connections of an application. The first call opens one.</summary>
    /// <param name="dataSource">The connections. They are not disposed.</param>
    /// <param name="options">The options, which are copied; null for the defaults.</param>
    /// <param name="timeProvider">The clock; null for <see cref="TimeProvider.System"/>.</param>
    /// <exception cref="ArgumentException">An option is invalid; the message names it.</exception>
    public PostgreSqlTraceStore(
        NpgsqlDataSource dataSource, PostgreSqlTraceStoreOptions? options = null, TimeProvider? timeProvider = null)
        : this(dataSource, isOwner: false, options, timeProvider)
    {
    }

    private PostgreSqlTraceStore(
        NpgsqlDataSource dataSource, bool isOwner, PostgreSqlTraceStoreOptions? options, TimeProvider? timeProvider)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        options = options?.Copy() ?? new PostgreSqlTraceStoreOptions();
        string[] errors = [.. options.Errors()];
        if (errors.Length > 0)
            throw new ArgumentException(string.Join(' ', errors), nameof(options));
        _timeProvider = timeProvider ?? TimeProvider.System;
        _database = new PostgreSqlDatabase(dataSource, isOwner, options, _timeProvider);
        _queue = new PostgreSqlWorkQueue(_database);
        _reader = new PostgreSqlReader(options.Schema);
        _writer = new PostgreSqlWriter(options.Schema);
    }

    /// <summary>Gets the address of the database and the schema, without credentials.</summary>
    public string Target => _database.Target;

    /// <inheritdoc/>
    public async Task<TraceSinkResult> WriteAsync(IReadOnlyList<ReplicatedTrace> traces, CancellationToken cancellationToken = default)
    {
        await WriteAsync(traces, lease: null, checkpoint: null, cancellationToken).ConfigureAwait(false);
        return TraceSinkResult.Complete;
    }

    /// <inheritdoc/>
    public Task WriteAsync(
        IReadOnlyList<ReplicatedTrace> traces, string job, ReadOnlyMemory<byte> checkpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        return WriteAsync(traces, lease: null, (job, checkpoint), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>> ReadCheckpointAsync(string job, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        return _database.RunAsync(
            "ReadCheckpoint",
            (connection, token) => _reader.CheckpointAsync(connection, job, token),
            cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>A store without traces has the three built-in sources, which are empty.</remarks>
    public Task<IReadOnlyList<ITraceSource>> GetSourcesAsync(CancellationToken cancellationToken = default) => _database.RunAsync(
        "GetSources",
        async (connection, token) =>
        {
            var names = await _reader.SourcesAsync(connection, token).ConfigureAwait(false);
            return (IReadOnlyList<ITraceSource>)[.. (names.Count == 0 ? (IEnumerable<string>)BuiltInSources : names)
                .Select(name => new PostgreSqlTraceSource(name, _database))];
        },
        cancellationToken);

    /// <summary>Opens a connection for SQL of your own, whose transactions can only read.</summary>
    /// <remarks>
    /// It has the views <c>traces</c>, <c>spans</c> and <c>records</c>, and the aggregate functions <c>p50</c>, <c>p90</c>, <c>p95</c> and
    /// <c>p99</c>. Dispose it.
    /// </remarks>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The connection, which is open.</returns>
    /// <exception cref="TraceClientException">The store cannot be read.</exception>
    public Task<NpgsqlConnection> OpenConnectionAsync(CancellationToken cancellationToken = default) =>
        _database.OpenReaderAsync(cancellationToken);

    /// <inheritdoc/>
    /// <remarks>The size is an estimate from what was written: PostgreSQL compresses large values, and keeps free space.</remarks>
    public Task<TraceStoreStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default) =>
        _database.RunAsync("GetStatistics", _reader.StatisticsAsync, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SpanStatistics>> GetSpanStatisticsAsync(
        TraceQuery? query = null, CancellationToken cancellationToken = default)
    {
        query ??= new TraceQuery();
        if (query.Limit < 0)
            throw new ArgumentException("A limit is 0 or more.", nameof(query));
        return _database.RunAsync(
            "GetSpanStatistics", (connection, token) => _reader.SpanStatisticsAsync(connection, query, token), cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>PostgreSQL overwrites the content in its files later, by VACUUM.</remarks>
    public Task<bool> ForgetAsync(TraceReference reference, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return _database.RunInTransactionAsync(
            "Forget", (connection, token) => _writer.ForgetAsync(connection, reference, token), cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>Traces are deleted in portions of 1,000. PostgreSQL reuses their space.</remarks>
    public async Task<long> PruneAsync(TraceStoreLimits limits, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var deleted = 0L;
        if (limits.MaxAge is { } age)
        {
            var oldest = (long)Int128.Max(long.MinValue, (Int128)Now() - ((Int128)age.Ticks * TimeSpan.NanosecondsPerTick));
            deleted += await PruneAsync(oldest, long.MaxValue, cancellationToken).ConfigureAwait(false);
        }

        if (limits.MaxBytes is { } most)
        {
            var statistics = await GetStatisticsAsync(cancellationToken).ConfigureAwait(false);
            deleted += await PruneAsync(long.MaxValue, statistics.Bytes - most, cancellationToken).ConfigureAwait(false);
        }

        return deleted;
    }

    /// <inheritdoc/>
    public Task<int> AddAsync(IEnumerable<WorkItem> items, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        return _queue.AddAsync(items, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<WorkLease?> AcquireAsync(
        string worker, TimeSpan duration, IReadOnlyCollection<string>? sources = null, CancellationToken cancellationToken = default) =>
        _queue.AcquireAsync(worker, duration, sources, cancellationToken);

    /// <inheritdoc/>
    public Task<WorkLease> RenewAsync(WorkLease lease, TimeSpan duration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return _queue.RenewAsync(lease, duration, cancellationToken);
    }

    /// <inheritdoc/>
    public Task CompleteAsync(WorkLease lease, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return _queue.CompleteAsync(lease, cancellationToken);
    }

    /// <inheritdoc/>
    public Task ReleaseAsync(WorkLease lease, TimeSpan retryAfter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return _queue.ReleaseAsync(lease, retryAfter, cancellationToken);
    }

    /// <inheritdoc/>
    public Task FailAsync(WorkLease lease, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return _queue.FailAsync(lease, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<WorkStatus> GetStatusAsync(
        IReadOnlyCollection<string>? sources = null, CancellationToken cancellationToken = default) =>
        _queue.GetStatusAsync(sources, cancellationToken);

    /// <inheritdoc/>
    public ICheckpointedTraceSink CreateSink(WorkLease lease)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return new LeasedTraceSink(this, lease);
    }

    /// <summary>Closes the connections, except those of an application.</summary>
    /// <returns>A task that represents the close.</returns>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <summary>Writes traces and a checkpoint in one transaction, if the lease is valid.</summary>
    internal async Task WriteAsync(
        IReadOnlyList<ReplicatedTrace> traces, WorkLease? lease, (string Name, ReadOnlyMemory<byte> Data)? checkpoint,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(traces);
        var rows = await StoredRows.OfAsync(traces, cancellationToken).ConfigureAwait(false);
        await _database.RunInTransactionAsync(
            "WriteTraces",
            async (connection, token) =>
            {
                if (lease is not null)
                    await _queue.LockAsync(connection, lease, token).ConfigureAwait(false);
                await _writer.WriteAsync(connection, rows, Now(), token).ConfigureAwait(false);
                if (checkpoint is { } save)
                    await _writer.SaveCheckpointAsync(connection, save.Name, save.Data, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<long> PruneAsync(long olderThan, long bytes, CancellationToken cancellationToken)
    {
        var deleted = 0L;
        while (bytes > 0)
        {
            var (traces, size) = await _database.RunInTransactionAsync(
                "Prune",
                (connection, token) => _writer.DeleteOldestAsync(connection, olderThan, bytes, MostDeletedAtOnce, token),
                cancellationToken).ConfigureAwait(false);
            if (traces == 0)
                break;
            (deleted, bytes) = (deleted + traces, bytes - size);
        }

        return deleted;
    }

    private long Now() => TraceTimestamp.FromDateTimeOffset(_timeProvider.GetUtcNow()).UnixNanoseconds;
}
