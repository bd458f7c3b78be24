namespace TraceClient.PostgreSql;

/// <summary>Reads traces and statistics.</summary>
/// <param name="schema">The schema of the tables.</param>
internal sealed class PostgreSqlReader(string schema)
{
    /// <summary>Reads the names of the sources, each by one search of the index.</summary>
    public Task<List<string>> SourcesAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => connection.ReadAsync(
        $"""
        WITH RECURSIVE found AS (
            (SELECT source FROM {schema}.trace ORDER BY source LIMIT 1)
            UNION ALL
            SELECT (SELECT source FROM {schema}.trace WHERE source > found.source ORDER BY source LIMIT 1)
            FROM found WHERE found.source IS NOT NULL)
        SELECT source FROM found WHERE source IS NOT NULL
        """, static reader => reader.GetString(0), cancellationToken).ToListAsync();

    /// <summary>Reads a checkpoint; empty if there is none.</summary>
    public async Task<ReadOnlyMemory<byte>> CheckpointAsync(
        NpgsqlConnection connection, string name, CancellationToken cancellationToken) => (byte[]?)await connection.ScalarAsync(
        $"SELECT data FROM {schema}.checkpoint WHERE name = $1", cancellationToken, PostgreSqlKey.Of(name)).ConfigureAwait(false);

    /// <summary>Reads a page of the JSON of summaries, newest first.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="filter">The conditions.</param>
    /// <param name="after">The last row of the page before; null for the first page.</param>
    /// <param name="size">The most rows.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public Task<List<(SummaryKey Key, byte[] Json)>> SummariesAsync(
        NpgsqlConnection connection, StoreFilter filter, SummaryKey? after, int size, CancellationToken cancellationToken)
    {
        var position = after is null ? "" : " AND (sort_ns, trace_id) < (@sort, @key)";
        var command = connection.Prepare(
            $"""
            SELECT sort_ns, trace_id, summary, summary_exact FROM {schema}.trace WHERE {filter.Sql}{position}
            ORDER BY sort_ns DESC, trace_id DESC LIMIT @size
            """, filter, ("@size", size));
        if (after is { } last)
        {
            command.Parameters.AddWithValue("@sort", last.Sort);
            command.Parameters.AddWithValue("@key", last.Key);
        }

        return command.ReadAsync(
            static reader => (new SummaryKey(reader.GetInt64(0), reader.GetString(1)), JsonOf(reader, 2)), cancellationToken).ToListAsync();
    }

    /// <summary>Reads a trace; null if there is none.</summary>
    public async Task<Trace?> TraceAsync(NpgsqlConnection connection, TraceReference reference, CancellationToken cancellationToken)
    {
        // One statement sees one state, also while a writer replaces the trace.
        var rows = await connection.ReadAsync(
            $"""
            SELECT header, header_exact, -1 AS position FROM {schema}.trace WHERE trace_id = $1
            UNION ALL SELECT data, data_exact, position FROM {schema}.span WHERE trace_id = $1 ORDER BY position
            """, static reader => (Json: JsonOf(reader, 0), Position: reader.GetInt32(2)), cancellationToken, StoredRows.KeyOf(reference))
            .ToListAsync().ConfigureAwait(false);
        return rows is [(var header, -1), .. var spans] ? StoredTrace.Read(header, [.. spans.Select(span => span.Json)]) : null;
    }

    /// <summary>Reads a page of the spans of a trace; null if there is no trace.</summary>
    public async Task<List<Span>?> SpansAsync(
        NpgsqlConnection connection, TraceReference reference, int first, int size, CancellationToken cancellationToken)
    {
        var key = StoredRows.KeyOf(reference);
        var rows = await connection.ReadAsync(
            $"""
            SELECT data, data_exact FROM {schema}.span WHERE trace_id = $1 AND position >= $2 AND position < $2 + $3 ORDER BY position
            """, static reader => JsonOf(reader, 0), cancellationToken, key, first, size)
            .ToListAsync().ConfigureAwait(false);
        var exists = rows.Count > 0 || await connection.ScalarAsync(
            $"SELECT 1 FROM {schema}.trace WHERE trace_id = $1", cancellationToken, key).ConfigureAwait(false) is not null;
        return exists ? rows.ConvertAll(json => JsonSerializer.Deserialize(json, StoreJson.Span)!) : null;
    }

    public async Task<TraceStoreStatistics> StatisticsAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        (await connection.ReadAsync(
            $"SELECT count(*), coalesce(sum(span_count), 0)::bigint, coalesce(sum(bytes), 0)::bigint FROM {schema}.trace",
            static reader => new TraceStoreStatistics(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)), cancellationToken)
            .FirstAsync().ConfigureAwait(false))!;

    public async Task<IReadOnlyList<SpanStatistics>> SpanStatisticsAsync(
        NpgsqlConnection connection, TraceQuery query, CancellationToken cancellationToken)
    {
        var filter = FilterOf(query);
        var where = filter.Sql == "TRUE" ? "" : $"WHERE trace_id IN (SELECT trace_id FROM {schema}.trace WHERE {filter.Sql})";
        return await connection.Prepare(
            $"""
            SELECT source, type, name, count(*), count(*) FILTER (WHERE status = 'Error'),
                coalesce(sum(duration_ticks), 0)::double precision, percentile_disc(0.5) WITHIN GROUP (ORDER BY duration_ticks),
                percentile_disc(0.95) WITHIN GROUP (ORDER BY duration_ticks), max(duration_ticks)
            FROM {schema}.span {where} GROUP BY source, type, name ORDER BY 6 DESC, name, source, type LIMIT @limit
            """, filter, ("@limit", query.Limit ?? int.MaxValue)).ReadAsync(
            static reader => new SpanStatistics(
                reader.GetString(0), new SpanType(StoreText.Unescape(reader.GetString(1))),
                StoreText.Unescape(reader.GetString(2)), reader.GetInt64(3), reader.GetInt64(4))
            {
                Total = TimeSpan.FromTicks((long)Math.Clamp(reader.GetDouble(5), -9.2e18, 9.2e18)),
                P50 = DurationOf(reader, 6),
                P95 = DurationOf(reader, 7),
                Max = DurationOf(reader, 8),
            },
            cancellationToken).ToListAsync().ConfigureAwait(false);
    }

    /// <summary>Returns the conditions of a query.</summary>
    public StoreFilter FilterOf(TraceQuery query) => StoreFilter.Of(
        query,
        static (text, part) => $"strpos({text}, {part}) > 0",
        words => (
            $"""
            trace_id IN (
                SELECT trace_id FROM {schema}.span WHERE words @@ @words::tsquery
                UNION ALL SELECT trace_id FROM {schema}.trace WHERE words @@ @words::tsquery)
            """,
            string.Join(" & ", [.. words.Words.Select(word => $"'{word}'"), .. words.Prefixes.Select(prefix => $"'{prefix}':*")])));

    private static TimeSpan? DurationOf(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : TimeSpan.FromTicks(reader.GetInt64(column));

    /// <summary>Gets the exact form, or, if there is none, the form that is exact.</summary>
    private static byte[] JsonOf(NpgsqlDataReader reader, int column) =>
        reader.GetFieldValue<byte[]>(reader.IsDBNull(column + 1) ? column : column + 1);
}

/// <summary>The place of a summary in a list.</summary>
/// <param name="Sort">The time, in nanoseconds.</param>
/// <param name="Key">The key of the trace.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SummaryKey(long Sort, string Key);
