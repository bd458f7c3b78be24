namespace TraceClient.Sqlite;

/// <summary>Represents a SQLite file that stores traces, and reads and searches them.</summary>
/// <remarks>
/// <para>
/// Replicate to it with a <see cref="TraceReplicator"/>: each batch and the checkpoint are written in one transaction, so that a run can be
/// killed at any time and the next one resumes. A trace that has grown replaces the earlier one.
/// </para>
/// <para>
/// One program writes at a time, and any number read meanwhile. The file has inputs, outputs and bodies of log records: only its owner can
/// read it. The file must be on a local disk. Instances are thread-safe.
/// </para>
/// </remarks>
public sealed class SqliteTraceStore : ITraceStore
{
    private static readonly string[] BuiltInSources = ["calyptia", "galtea", "kubiya"];

    private readonly SqliteStoreFile _file;
    private readonly TimeProvider _timeProvider;

    /// <summary>Initializes a store. The first call opens or creates the file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="options">The options, which are copied; null for the defaults.</param>
    /// <param name="timeProvider">The clock; null for <see cref="TimeProvider.System"/>.</param>
    /// <exception cref="ArgumentException">The path is empty, or an option is invalid.</exception>
    public SqliteTraceStore(string path, SqliteTraceStoreOptions? options = null, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options ??= new SqliteTraceStoreOptions();
        if (options.BusyTimeout < TimeSpan.FromSeconds(1) || options.BusyTimeout > TimeSpan.FromDays(1))
            throw new ArgumentException(
                $"{nameof(SqliteTraceStoreOptions)}:{nameof(options.BusyTimeout)} must be from a "
                    + $"second to a day; it is {options.BusyTimeout}.",
                nameof(options));
        _file = new SqliteStoreFile(System.IO.Path.GetFullPath(path), options.IsReadOnly, options.BusyTimeout);
        _timeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <summary>Gets the full path of the file.</summary>
    public string Path => _file.Path;

    /// <inheritdoc/>
    public string Target => $"sqlite:{_file.Path}";

    /// <inheritdoc/>
    public async Task<TraceSinkResult> WriteAsync(IReadOnlyList<ReplicatedTrace> traces, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(traces);
        await WriteAsync(traces, static _ => { }, cancellationToken).ConfigureAwait(false);
        return TraceSinkResult.Complete;
    }

    /// <inheritdoc/>
    public Task WriteAsync(
        IReadOnlyList<ReplicatedTrace> traces, string job, ReadOnlyMemory<byte> checkpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(traces);
        ArgumentNullException.ThrowIfNull(job);
        return WriteAsync(
            traces,
            connection => connection.Execute(
                "INSERT INTO checkpoint (job, data) VALUES (@job, @data) ON CONFLICT (job) DO UPDATE SET data = excluded.data",
                ("@job", job), ("@data", checkpoint.ToArray())),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>> ReadCheckpointAsync(string job, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        return _file.ReadAsync(
            connection =>
                new ReadOnlyMemory<byte>((byte[]?)connection.Scalar("SELECT data FROM checkpoint WHERE job = @job", ("@job", job))),
            cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>A store without traces has the three built-in sources, which are empty.</remarks>
    public Task<IReadOnlyList<ITraceSource>> GetSourcesAsync(CancellationToken cancellationToken = default) => _file.ReadAsync(
        connection =>
        {
            var names = new List<string>();
            using (var command = connection.Prepare("SELECT DISTINCT source FROM trace ORDER BY source"))
            using (var reader = command.ExecuteReader())
            {
                while (reader.Read())
                    names.Add(reader.Text(0));
            }

            return (IReadOnlyList<ITraceSource>)[.. (names.Count == 0 ? (IEnumerable<string>)BuiltInSources : names)
                .Select(name => new SqliteTraceSource(name, _file))];
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<TraceStoreStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default) => _file.ReadAsync(
        connection => new TraceStoreStatistics(
            (long)connection.Scalar("SELECT count(*) FROM trace")!,
            (long)connection.Scalar("SELECT coalesce(sum(span_count), 0) FROM trace")!,
            StoreWriter.SizeOf(connection)),
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SpanStatistics>> GetSpanStatisticsAsync(
        TraceQuery? query = null, CancellationToken cancellationToken = default)
    {
        query ??= new TraceQuery();
        if (query.Limit < 0)
            throw new ArgumentException("A limit is 0 or more.", nameof(query));
        var filter = StoreReader.FilterOf(query);
        return _file.ReadAsync(connection => StoreReader.SpanStatistics(connection, filter, query.Limit), cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>The content is overwritten in the file and in its log. That takes time in proportion to the index of the words.</remarks>
    public Task<bool> ForgetAsync(TraceReference reference, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return _file.WriteAsync(file => StoreWriter.Forget(file, reference), cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>The file becomes smaller.</remarks>
    public Task<long> PruneAsync(TraceStoreLimits limits, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return _file.WriteAsync(file => StoreWriter.Prune(file, limits, Now()), cancellationToken);
    }

    /// <summary>Opens a read-only connection, for SQL of your own.</summary>
    /// <remarks>
    /// It has the views <c>traces</c>, <c>spans</c> and <c>records</c>, and the aggregate functions <c>p50</c>, <c>p90</c>, <c>p95</c>,
    /// <c>p99</c> and <c>percentile(value, share)</c>. Dispose it.
    /// </remarks>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The connection, which is open.</returns>
    /// <exception cref="TraceClientException">The store cannot be read.</exception>
    public Task<SqliteConnection> OpenConnectionAsync(CancellationToken cancellationToken = default) =>
        _file.OpenReaderAsync(cancellationToken);

    /// <summary>Closes the file. Running calls fail.</summary>
    /// <returns>A task that represents the close.</returns>
    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private async Task WriteAsync(
        IReadOnlyList<ReplicatedTrace> traces, Action<SqliteConnection> further, CancellationToken cancellationToken)
    {
        var stored = await StoredTrace.OfAsync(traces, cancellationToken).ConfigureAwait(false);
        await _file.WriteAsync(
            file =>
            {
                using var transaction = file.Begin();
                using (var writer = new StoreWriter(file.Connection, Now()))
                    writer.Write(stored, file.CancellationToken);
                further(file.Connection);
                transaction.Commit();
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private long Now() => TraceTimestamp.FromDateTimeOffset(_timeProvider.GetUtcNow()).UnixNanoseconds;
}
