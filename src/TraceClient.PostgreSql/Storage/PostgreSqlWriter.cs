using NpgsqlTypes;

namespace TraceClient.PostgreSql;

/// <summary>Writes traces within a transaction.</summary>
/// <param name="schema">The schema of the tables.</param>
internal sealed class PostgreSqlWriter(string schema)
{
    // Writers share it, and a deletion for good waits for them: what it deletes must not come back with a batch that has begun before.
    private const string WriteLock = "hashtext($1), 1";

    private static readonly string[] TraceColumns =
    [
        "trace_id", "source", "id", "name", "status", "sort_ns", "recorded_ns", "start_ns", "end_ns", "duration_ticks", "session_id",
        "service_name", "user_id", "span_count", "error_count", "span_types", "search_text", "copied_ns", "bytes", "hash", "summary",
        "summary_exact", "header", "header_exact", "words",
    ];

    private static readonly string[] SpanColumns =
    [
        "trace_id", "span_id", "position", "source", "type", "name", "status", "start_ns", "end_ns", "duration_ticks", "id", "parent_id",
        "hash", "data", "data_exact", "words",
    ];

    /// <summary>Writes traces, or replaces earlier ones. What has not changed is not written.</summary>
    public async Task WriteAsync(NpgsqlConnection connection, StoredRows[] rows, long now, CancellationToken cancellationToken)
    {
        if (rows.Length == 0)
            return;

        // Words are text there, which is smaller and needs no type of its own.
        await connection.ExecuteAsync(
            $"""
            SELECT pg_advisory_xact_lock_shared({WriteLock});
            """, cancellationToken, schema).ConfigureAwait(false);
        await connection.ExecuteAsync(
            $"""
            CREATE TEMP TABLE staged_trace ON COMMIT DROP AS SELECT {Staged(TraceColumns)} FROM {schema}.trace WITH NO DATA;
            CREATE TEMP TABLE staged_span ON COMMIT DROP AS SELECT {Staged(SpanColumns)} FROM {schema}.span WITH NO DATA;
            """, cancellationToken).ConfigureAwait(false);
        await CopyTracesAsync(connection, rows, now, cancellationToken).ConfigureAwait(false);
        await CopySpansAsync(connection, rows, cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync(
            $"""
            DELETE FROM staged_trace USING {schema}.forgotten WHERE staged_trace.trace_id = forgotten.trace_id;

            INSERT INTO {schema}.trace AS old ({Names(TraceColumns)})
            SELECT {Unstaged(TraceColumns)} FROM staged_trace ORDER BY trace_id
            ON CONFLICT (trace_id) DO UPDATE SET {Changes(TraceColumns)} WHERE old.hash IS DISTINCT FROM excluded.hash;

            INSERT INTO {schema}.span AS old ({Names(SpanColumns)})
            SELECT {Unstaged(SpanColumns)} FROM staged_span
            WHERE trace_id IN (SELECT trace_id FROM staged_trace) ORDER BY trace_id, span_id
            ON CONFLICT (trace_id, span_id) DO UPDATE SET {Changes(SpanColumns)}
            WHERE old.hash IS DISTINCT FROM excluded.hash OR old.position <> excluded.position;

            DELETE FROM {schema}.span WHERE trace_id = ANY (ARRAY(SELECT trace_id FROM staged_trace)) AND NOT EXISTS (
                SELECT FROM staged_span WHERE staged_span.trace_id = span.trace_id AND staged_span.span_id = span.span_id)
            """, cancellationToken).ConfigureAwait(false);
    }

    public Task SaveCheckpointAsync(
        NpgsqlConnection connection, string name, ReadOnlyMemory<byte> checkpoint, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            $"""
            INSERT INTO {schema}.checkpoint (name, data) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET data = excluded.data
            """, cancellationToken, PostgreSqlKey.Of(name), checkpoint.ToArray());

    /// <summary>Deletes a trace, and records that it is not to be written again.</summary>
    public async Task<bool> ForgetAsync(NpgsqlConnection connection, TraceReference reference, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync($"SELECT pg_advisory_xact_lock({WriteLock})", cancellationToken, schema).ConfigureAwait(false);
        var key = StoredRows.KeyOf(reference);
        await connection.ExecuteAsync(
            $"INSERT INTO {schema}.forgotten (trace_id) VALUES ($1) ON CONFLICT DO NOTHING", cancellationToken, key).ConfigureAwait(false);
        return await DeleteAsync(connection, [key], cancellationToken).ConfigureAwait(false) > 0;
    }

    /// <summary>Deletes the oldest traces of those that are older than a time.</summary>
    /// <returns>The number of deleted traces, and of their bytes.</returns>
    public async Task<(long Traces, long Bytes)> DeleteOldestAsync(
        NpgsqlConnection connection, long olderThan, long bytes, int most, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        var sum = 0L;
        var rows = connection.ReadAsync(
            $"""
            SELECT trace_id, bytes FROM {schema}.trace WHERE coalesce(recorded_ns, copied_ns) < $1
            ORDER BY coalesce(recorded_ns, copied_ns), trace_id LIMIT $2
            """, static reader => (Key: reader.GetString(0), Bytes: reader.GetInt64(1)), cancellationToken, olderThan, most);
        await foreach (var (key, size) in rows.ConfigureAwait(false))
        {
            if (sum >= bytes)
                break;
            keys.Add(key);
            sum += size;
        }

        return (keys.Count == 0 ? 0 : await DeleteAsync(connection, [.. keys], cancellationToken).ConfigureAwait(false), sum);
    }

    private async Task<int> DeleteAsync(NpgsqlConnection connection, string[] keys, CancellationToken cancellationToken)
    {
        // The row of the trace first, as writers do. The second statement sees the spans of a writer that the first one has waited for.
        var deleted = await connection.ExecuteAsync(
            $"DELETE FROM {schema}.trace WHERE trace_id = ANY ($1)", cancellationToken, (object)keys).ConfigureAwait(false);
        await connection.ExecuteAsync(
            $"DELETE FROM {schema}.span WHERE trace_id = ANY ($1)", cancellationToken, (object)keys).ConfigureAwait(false);
        return deleted;
    }

    private static async Task CopyTracesAsync(
        NpgsqlConnection connection, StoredRows[] rows, long now, CancellationToken cancellationToken)
    {
        var copy = await CopyAsync(connection, "staged_trace", TraceColumns, cancellationToken).ConfigureAwait(false);
        await using var _ = copy.ConfigureAwait(false);
        foreach (var row in rows)
        {
            var (trace, summary) = (row.Trace.Trace, row.Trace.Summary);
            var writer = new CopyRow(copy, cancellationToken);
            await copy.StartRowAsync(cancellationToken).ConfigureAwait(false);
            await writer.PlainTextAsync(row.Key).ConfigureAwait(false);
            await writer.TextAsync(trace.Source).ConfigureAwait(false);
            await writer.TextAsync(trace.Id).ConfigureAwait(false);
            await writer.TextAsync(trace.Name).ConfigureAwait(false);
            await writer.TextAsync(trace.Status.ToString()).ConfigureAwait(false);
            await writer.NumberAsync(row.Trace.Order).ConfigureAwait(false);
            await writer.NumberAsync(summary.RecordedAt?.UnixNanoseconds).ConfigureAwait(false);
            await writer.NumberAsync(trace.StartTime?.UnixNanoseconds).ConfigureAwait(false);
            await writer.NumberAsync(trace.EndTime?.UnixNanoseconds).ConfigureAwait(false);
            await writer.NumberAsync(trace.Duration?.Ticks).ConfigureAwait(false);
            await writer.TextAsync(trace.SessionId).ConfigureAwait(false);
            await writer.TextAsync(trace.ServiceName).ConfigureAwait(false);
            await writer.TextAsync(trace.User).ConfigureAwait(false);
            await writer.IntegerAsync(summary.SpanCount ?? 0).ConfigureAwait(false);
            await writer.IntegerAsync(summary.ErrorCount ?? 0).ConfigureAwait(false);
            await writer.TextAsync(row.Trace.Types).ConfigureAwait(false);
            await writer.TextAsync(row.Trace.SearchText).ConfigureAwait(false);
            await writer.NumberAsync(now).ConfigureAwait(false);
            await writer.NumberAsync(row.Bytes).ConfigureAwait(false);
            await writer.BytesAsync(row.Hash).ConfigureAwait(false);
            await writer.JsonAsync(row.Summary).ConfigureAwait(false);
            await writer.JsonAsync(row.Header).ConfigureAwait(false);
            await writer.PlainTextAsync(row.Trace.Words).ConfigureAwait(false);
        }

        await copy.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task CopySpansAsync(NpgsqlConnection connection, StoredRows[] rows, CancellationToken cancellationToken)
    {
        var copy = await CopyAsync(connection, "staged_span", SpanColumns, cancellationToken).ConfigureAwait(false);
        await using var _ = copy.ConfigureAwait(false);
        var writer = new CopyRow(copy, cancellationToken);
        foreach (var (row, stored) in rows.SelectMany(row => row.Spans.Select(span => (row, span))))
        {
            var span = stored.Span;
            await copy.StartRowAsync(cancellationToken).ConfigureAwait(false);
            await writer.PlainTextAsync(row.Key).ConfigureAwait(false);
            await writer.PlainTextAsync(stored.Key).ConfigureAwait(false);
            await writer.IntegerAsync(stored.Position).ConfigureAwait(false);
            await writer.TextAsync(row.Trace.Trace.Source).ConfigureAwait(false);
            await writer.TextAsync(span.Type.Value).ConfigureAwait(false);
            await writer.TextAsync(span.Name).ConfigureAwait(false);
            await writer.TextAsync(span.Status.ToString()).ConfigureAwait(false);
            await writer.NumberAsync(span.StartTime?.UnixNanoseconds).ConfigureAwait(false);
            await writer.NumberAsync(span.EndTime?.UnixNanoseconds).ConfigureAwait(false);
            await writer.NumberAsync(span.Duration?.Ticks).ConfigureAwait(false);
            await writer.TextAsync(span.Id).ConfigureAwait(false);
            await writer.TextAsync(span.ParentId).ConfigureAwait(false);
            await writer.BytesAsync(stored.Hash).ConfigureAwait(false);
            await writer.JsonAsync(stored.Json).ConfigureAwait(false);
            await writer.PlainTextAsync(stored.Words).ConfigureAwait(false);
        }

        await copy.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static Task<NpgsqlBinaryImporter> CopyAsync(
        NpgsqlConnection connection, string table, string[] columns, CancellationToken cancellationToken) =>
        connection.BeginBinaryImportAsync($"COPY {table} ({Names(columns)}) FROM STDIN (FORMAT BINARY)", cancellationToken);

    private static string Names(string[] columns) => string.Join(", ", columns);

    private static string Staged(string[] columns) =>
        string.Join(", ", columns.Select(column => column == "words" ? "''::text AS words" : column));

    private static string Unstaged(string[] columns) => string.Join(
        ", ", columns.Select(column => column == "words" ? "array_to_tsvector(string_to_array(words, ' '))" : column));

    private static string Changes(string[] columns) => string.Join(", ", columns.Select(column => $"{column} = excluded.{column}"));

    /// <summary>Writes the values of a row.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly struct CopyRow(NpgsqlBinaryImporter copy, CancellationToken cancellationToken)
    {
        public Task TextAsync(string? text) => text is null
            ? copy.WriteNullAsync(cancellationToken)
            : copy.WriteAsync(StoreText.Escape(text), NpgsqlDbType.Text, cancellationToken);

        // For texts that PostgreSQL can store already.
        public Task PlainTextAsync(string text) => copy.WriteAsync(text, NpgsqlDbType.Text, cancellationToken);

        public Task NumberAsync(long? number) => number is { } value
            ? copy.WriteAsync(value, NpgsqlDbType.Bigint, cancellationToken)
            : copy.WriteNullAsync(cancellationToken);

        public Task IntegerAsync(int number) => copy.WriteAsync(number, NpgsqlDbType.Integer, cancellationToken);

        public Task BytesAsync(byte[] bytes) => copy.WriteAsync(bytes, NpgsqlDbType.Bytea, cancellationToken);

        public async Task JsonAsync(StoredJson json)
        {
            await copy.WriteAsync(json.Readable, NpgsqlDbType.Json, cancellationToken).ConfigureAwait(false);
            if (json.IsExact)
                await copy.WriteNullAsync(cancellationToken).ConfigureAwait(false);
            else
                await BytesAsync(json.Exact).ConfigureAwait(false);
        }
    }
}
