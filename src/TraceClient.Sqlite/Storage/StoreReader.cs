namespace TraceClient.Sqlite;

/// <summary>Reads traces and statistics.</summary>
internal static class StoreReader
{
    /// <summary>Reads a page of the JSON of summaries, newest first.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="filter">The conditions.</param>
    /// <param name="after">The last row of the page before; null for the first page.</param>
    /// <param name="size">The most rows.</param>
    public static List<(SummaryKey Key, byte[] Json)> Summaries(
        SqliteConnection connection, StoreFilter filter, SummaryKey? after, int size)
    {
        var position = after is null ? "" : " AND (sort_ns, key) < (@sort, @key)";
        using var command = connection.Prepare(
            $"SELECT sort_ns, key, summary FROM trace WHERE {filter.Sql}{position} ORDER BY sort_ns DESC, key DESC LIMIT @size", filter);
        command.Parameters.AddWithValue("@size", size);
        if (after is { } last)
        {
            command.Parameters.AddWithValue("@sort", last.Sort);
            command.Parameters.AddWithValue("@key", last.Key);
        }

        using var reader = command.ExecuteReader();
        var page = new List<(SummaryKey, byte[])>();
        while (reader.Read())
            page.Add((new SummaryKey(reader.GetInt64(0), reader.GetInt64(1)), reader.GetFieldValue<byte[]>(2)));
        return page;
    }

    /// <summary>Reads a trace; null if there is none.</summary>
    public static Trace? Trace(SqliteConnection connection, string source, string id)
    {
        using var transaction = connection.BeginTransaction(deferred: true);
        if (KeyOf(connection, source, id) is not { } key)
            return null;
        var spans = Spans(connection, key, first: 0, int.MaxValue);
        return StoredTrace.Read(
            (byte[])connection.Scalar("SELECT CAST(header AS BLOB) FROM trace WHERE key = @key", ("@key", key))!, spans);
    }

    /// <summary>Gets the key of a trace; null if there is none.</summary>
    public static long? KeyOf(SqliteConnection connection, string source, string id) =>
        (long?)connection.Scalar("SELECT key FROM trace WHERE source = @source AND id = @id", ("@source", source), ("@id", id));

    /// <summary>Reads a page of the spans of a trace as JSON.</summary>
    public static List<byte[]> Spans(SqliteConnection connection, long traceKey, int first, int size)
    {
        var keys = StoreWriter.KeysOf(traceKey);
        using var command = connection.Prepare(
            "SELECT data FROM span WHERE key BETWEEN @first AND @last ORDER BY key LIMIT @size",
            ("@first", keys.First + first), ("@last", keys.Last), ("@size", size));
        using var reader = command.ExecuteReader();
        var page = new List<byte[]>();
        while (reader.Read())
            page.Add(reader.GetFieldValue<byte[]>(0));
        return page;
    }

    public static IReadOnlyList<SpanStatistics> SpanStatistics(SqliteConnection connection, StoreFilter filter, int? limit)
    {
        var where = filter.Sql == "TRUE" ? "" : $"WHERE key >> 24 IN (SELECT key FROM trace WHERE {filter.Sql})";
        using var command = connection.Prepare(
            $"""
            SELECT source, type, name, count(*), sum(status = 'Error'), total(duration_ticks),
                p50(duration_ticks), p95(duration_ticks), max(duration_ticks)
            FROM span {where} GROUP BY name, source, type ORDER BY 6 DESC, name, source, type LIMIT @limit
            """, filter);
        command.Parameters.AddWithValue("@limit", limit ?? -1);
        using var reader = command.ExecuteReader();
        var rows = new List<SpanStatistics>();
        while (reader.Read())
        {
            rows.Add(new SpanStatistics(
                reader.Text(0), new SpanType(reader.Text(1)), reader.Text(2), reader.GetInt64(3), reader.GetInt64(4))
            {
                Total = Duration(reader.GetDouble(5)),
                P50 = DurationOrNull(6),
                P95 = DurationOrNull(7),
                Max = DurationOrNull(8),
            });
        }

        return rows;

        TimeSpan? DurationOrNull(int column) => reader.IsDBNull(column) ? null : Duration(reader.GetDouble(column));

        static TimeSpan Duration(double ticks) => TimeSpan.FromTicks((long)Math.Clamp(ticks, -9.2e18, 9.2e18));
    }

    /// <summary>Returns the conditions of a query.</summary>
    public static StoreFilter FilterOf(TraceQuery query) => StoreFilter.Of(
        query,
        (text, part) => $"instr({text}, {part}) > 0",
        words => (
            "key IN (SELECT rowid >> 24 FROM words WHERE words MATCH @words)",
            string.Join(" AND ", [.. words.Words.Select(word => $"\"{word}\""), .. words.Prefixes.Select(prefix => $"\"{prefix}\"*")])));
}

/// <summary>The place of a summary in a list.</summary>
/// <param name="Sort">The time, in nanoseconds.</param>
/// <param name="Key">The key of the trace.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SummaryKey(long Sort, long Key);
