namespace TraceClient.PostgreSql;

/// <summary>Represents the items of a backfill as rows. All times are those of the database: clocks of workers do not matter.</summary>
internal sealed class PostgreSqlWorkQueue(PostgreSqlDatabase database)
{
    private const string Lost = "The lease is lost: another worker has taken the item, or it is done.";

    // What a worker that has the lease may still change.
    private const string IsHeld = "item_key = $1 AND token = $2 AND worker IS NOT NULL AND done_at IS NULL";

    private string Table => $"{database.Schema}.work_item";

    public Task<int> AddAsync(IEnumerable<WorkItem> items, CancellationToken cancellationToken)
    {
        WorkItem[] all = [.. items.DistinctBy(KeyOf, StringComparer.Ordinal)];
        return database.RunInTransactionAsync(
            "AddWork",
            async (connection, token) =>
            {
                var added = 0;
                foreach (var chunk in all.Chunk(1000))
                    added += await AddAsync(connection, chunk, token).ConfigureAwait(false);
                return added;
            },
            cancellationToken);
    }

    public Task<WorkLease?> AcquireAsync(
        string worker, TimeSpan duration, IReadOnlyCollection<string>? sources, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(worker);
        Check(duration);
        return database.RunAsync(
            "AcquireWork",
            (connection, token) => ReadAsync(
                connection,
                $"""
                UPDATE {Table} SET token = token + 1, worker = $1, expires_at = clock_timestamp() + $2
                WHERE item_key = (
                    SELECT item_key FROM {Table}
                    WHERE done_at IS NULL AND failed_at IS NULL AND available_at <= clock_timestamp()
                        AND (worker IS NULL OR expires_at <= clock_timestamp()) AND {IsOf(3, sources)}
                    ORDER BY item_id LIMIT 1 FOR UPDATE SKIP LOCKED)
                RETURNING source, from_ticks, to_ticks, session_id, token, expires_at, failures
                """,
                reader => new WorkLease(ItemOf(reader), worker, reader.GetInt64(4), TimeOf(reader, 5)) { Failures = reader.GetInt32(6) },
                token, [StoreText.Escape(worker), duration, .. NamesOf(sources)]),
            cancellationToken);
    }

    public async Task<WorkLease> RenewAsync(WorkLease lease, TimeSpan duration, CancellationToken cancellationToken)
    {
        Check(duration);
        return await database.RunAsync(
            "RenewWork",
            (connection, token) => ReadAsync(
                connection,
                $"UPDATE {Table} SET expires_at = clock_timestamp() + $3 WHERE {IsHeld} RETURNING expires_at",
                reader => lease with { ExpiresAt = TimeOf(reader, 0) },
                token, KeyOf(lease.Item), lease.Token, duration),
            cancellationToken).ConfigureAwait(false) ?? throw new LeaseLostException(Lost);
    }

    public Task CompleteAsync(WorkLease lease, CancellationToken cancellationToken) => EndAsync(
        "CompleteWork", "done_at", "done_at = clock_timestamp(), worker = NULL, expires_at = NULL", lease, cancellationToken);

    public Task FailAsync(WorkLease lease, CancellationToken cancellationToken) => EndAsync(
        "FailWork", "failed_at", "failed_at = clock_timestamp(), failures = failures + 1, worker = NULL, expires_at = NULL", lease,
        cancellationToken);

    public Task ReleaseAsync(WorkLease lease, TimeSpan retryAfter, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(retryAfter, TimeSpan.Zero);
        return database.RunAsync(
            "ReleaseWork",
            (connection, token) => ChangeAsync(
                connection,
                $"""
                UPDATE {Table} SET worker = NULL, expires_at = NULL, available_at = clock_timestamp() + $3, failures = failures + $4
                WHERE {IsHeld}
                """,
                token, KeyOf(lease.Item), lease.Token, retryAfter, retryAfter > TimeSpan.Zero ? 1 : 0),
            cancellationToken);
    }

    public async Task<WorkStatus> GetStatusAsync(
        IReadOnlyCollection<string>? sources, CancellationToken cancellationToken) => (await database.RunAsync(
        "GetWorkStatus",
        (connection, token) => ReadAsync(
            connection,
            $"""
            SELECT count(*) FILTER (WHERE NOT is_ended AND NOT is_leased), count(*) FILTER (WHERE NOT is_ended AND is_leased),
                count(*) FILTER (WHERE done_at IS NOT NULL), count(*) FILTER (WHERE done_at IS NULL AND failed_at IS NOT NULL)
            FROM (
                SELECT done_at, failed_at, done_at IS NOT NULL OR failed_at IS NOT NULL AS is_ended,
                    worker IS NOT NULL AND expires_at > clock_timestamp() AS is_leased
                FROM {Table} WHERE {IsOf(1, sources)}) AS item
            """,
            reader => new WorkStatus(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3)),
            token, NamesOf(sources)),
        cancellationToken).ConfigureAwait(false))!;

    /// <summary>Locks an item for the rest of the transaction, so that no other worker can take it before the end.</summary>
    /// <remarks>
    /// The lock is the weakest one that an acquisition, which skips locked items, cannot pass. The renewal of the same worker can.
    /// </remarks>
    /// <exception cref="LeaseLostException">Another worker has it, or it is done.</exception>
    public async Task LockAsync(NpgsqlConnection connection, WorkLease lease, CancellationToken cancellationToken)
    {
        var isHeld = await ReadAsync(
            connection, $"SELECT 1 FROM {Table} WHERE {IsHeld} FOR KEY SHARE", static _ => "", cancellationToken,
            KeyOf(lease.Item), lease.Token).ConfigureAwait(false) is not null;
        if (!isHeld)
            throw new LeaseLostException(Lost);
    }

    /// <summary>Returns the name of the checkpoint of an item.</summary>
    public static string CheckpointOf(WorkItem item, string job) => $"{job}@{KeyOf(item)}";

    private static string KeyOf(WorkItem item) => PostgreSqlKey.Of(string.Create(
        CultureInfo.InvariantCulture, $"{item.Source}/{item.From?.UtcTicks}/{item.To?.UtcTicks}/{item.SessionId}"));

    private static string IsOf(int parameter, IReadOnlyCollection<string>? sources) =>
        sources is null ? "TRUE" : string.Create(CultureInfo.InvariantCulture, $"source = ANY (${parameter})");

    private static object[] NamesOf(IReadOnlyCollection<string>? sources) => sources is null ? [] : [sources.ToArray()];

    private static void Check(TimeSpan duration) => ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);

    private static WorkItem ItemOf(NpgsqlDataReader reader) => new(reader.GetString(0))
    {
        From = reader.IsDBNull(1) ? null : new DateTimeOffset(reader.GetInt64(1), TimeSpan.Zero),
        To = reader.IsDBNull(2) ? null : new DateTimeOffset(reader.GetInt64(2), TimeSpan.Zero),
        SessionId = reader.IsDBNull(3) ? null : StoreText.Unescape(reader.GetString(3)),
    };

    private static DateTimeOffset TimeOf(NpgsqlDataReader reader, int column) => new(reader.GetDateTime(column), TimeSpan.Zero);

    private Task<int> EndAsync(
        string operation, string state, string change, WorkLease lease, CancellationToken cancellationToken) => database.RunAsync(
        operation,
        async (connection, token) =>
        {
            var sql = $"UPDATE {Table} SET {change} WHERE {IsHeld}";
            if (await ChangeAsync(connection, sql, token, KeyOf(lease.Item), lease.Token).ConfigureAwait(false) > 0)
                return 0;

            // The response to an earlier attempt can be lost: then the item is as it was to become.
            var ended = await ReadAsync(
                connection,
                $"SELECT 1 FROM {Table} WHERE item_key = $1 AND token = $2 AND worker IS NULL AND {state} IS NOT NULL",
                static _ => "", token, KeyOf(lease.Item), lease.Token).ConfigureAwait(false);
            return ended is not null ? 0 : throw new LeaseLostException(Lost);
        },
        cancellationToken);

    private async Task<int> AddAsync(NpgsqlConnection connection, WorkItem[] items, CancellationToken cancellationToken) =>
        await ChangeAsync(
            connection,
            $"""
            INSERT INTO {Table} AS old (item_key, source, from_ticks, to_ticks, session_id)
            SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::text[])
            ON CONFLICT (item_key) DO UPDATE SET failed_at = NULL, failures = 0, available_at = '-infinity'
            WHERE old.failed_at IS NOT NULL
            """,
            cancellationToken,
            items.Select(KeyOf).ToArray(), items.Select(item => item.Source).ToArray(),
            items.Select(item => item.From?.UtcTicks).ToArray(), items.Select(item => item.To?.UtcTicks).ToArray(),
            items.Select(item => StoreText.Escape(item.SessionId)).ToArray()).ConfigureAwait(false);

    private static Task<int> ChangeAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] parameters) =>
        connection.ExecuteAsync(sql, cancellationToken, parameters);

    private static Task<T?> ReadAsync<T>(
        NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken,
        params object[] parameters)
        where T : class => connection.ReadAsync(sql, read, cancellationToken, parameters).FirstAsync();
}
