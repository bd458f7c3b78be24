using SQLitePCL;

namespace TraceClient.Sqlite;

/// <summary>Writes traces within a transaction.</summary>
internal sealed class StoreWriter : IDisposable
{
    private const int PositionBits = 24;
    private const int MaxSpans = (1 << PositionBits) - 1;
    private const int PruneSteps = 50;
    private const int MostDeletedAtOnce = 1000;

    private readonly long _now;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _known;
    private readonly SqliteCommand _trace;
    private readonly SqliteCommand _span;
    private readonly SqliteCommand _words;

    public StoreWriter(SqliteConnection connection, long now)
    {
        (_connection, _now) = (connection, now);
        _known = connection.Prepare(
            """
            SELECT (SELECT key FROM trace WHERE source = @source AND id = @id),
                EXISTS (SELECT 1 FROM forgotten WHERE source = @source AND id = @id)
            """);
        _trace = connection.Prepare(
            """
            INSERT OR REPLACE INTO trace (
                key, source, id, name, status, sort_ns, recorded_ns, start_ns, end_ns, duration_ticks, session_id, service_name, user_id,
                span_count, error_count, span_types, search_text, copied_ns, summary, header)
            VALUES (@key, @source, @id, @name, @status, @sort, @recorded, @start, @end, @duration, @session, @service, @user,
                @spans, @errors, @types, @text, @now, CAST(@summary AS TEXT), CAST(@header AS TEXT))
            """);
        _span = connection.Prepare(
            """
            INSERT INTO span (
                key, trace, source, type, name, status, start_ns, end_ns, duration_ticks, id, parent_id, model, tool, input_tokens,
                output_tokens, total_tokens, cost, currency, data)
            VALUES (@key, @reference, @source, @type, @name, @status, @start, @end, @duration, @id, @parent, @model, @tool, @input,
                @output, @total, @cost, @currency, CAST(@data AS TEXT))
            """);
        _words = connection.Prepare("INSERT INTO words (rowid, text) VALUES (@key, @text)");
    }

    /// <summary>Writes traces, or replaces the earlier ones. Those that are to be forgotten are not written.</summary>
    /// <exception cref="TraceValidationException">A trace is too large.</exception>
    public void Write(IReadOnlyList<StoredTrace> traces, CancellationToken cancellationToken)
    {
        // A statement that can be undone alone, as the one of a trace, makes SQLite write the words before it as a part of the index.
        // So all words are last: then a transaction has one part, which is merged once.
        var keys = new List<(StoredTrace Trace, long Key)>(traces.Count);
        foreach (var trace in traces)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (WriteTrace(trace) is { } key)
                keys.Add((trace, key << PositionBits));
        }

        foreach (var (trace, key) in keys)
        {
            cancellationToken.ThrowIfCancellationRequested();
            WriteSpans(trace, key);
        }
    }

    /// <summary>Deletes a trace such that its content is not in the file any more, and is not written again.</summary>
    /// <exception cref="TraceTransportException">The content is still in the file, since another program reads it.</exception>
    public static bool Forget(SqliteWriter file, TraceReference reference)
    {
        bool isFound;
        using (var transaction = file.Begin())
        {
            var connection = file.Connection;
            var key = connection.Scalar(
                "SELECT key FROM trace WHERE source = @source AND id = @id", ("@source", reference.Source), ("@id", reference.Id));
            connection.Execute(
                "INSERT OR IGNORE INTO forgotten (source, id) VALUES (@source, @id)",
                ("@source", reference.Source), ("@id", reference.Id));
            isFound = key is long;
            if (isFound)
                Delete(connection, (long)key!);
            transaction.Commit();
        }

        // Also if there is no trace: it can have been pruned, or an earlier call interrupted here.
        MergeWords(file);
        Shrink(file);
        if (!file.Wait(() => EmptyLog(file.Connection)))
        {
            throw new TraceTransportException(
                $"The trace {reference} is deleted, but its content stays in the file as long as another program reads it. "
                    + "Repeat the call later.",
                new SqliteException("The file is in use.", SqliteErrors.Busy));
        }

        return isFound;
    }

    /// <summary>Deletes the oldest traces, as many as the limits require.</summary>
    public static long Prune(SqliteWriter file, TraceStoreLimits limits, long now)
    {
        var deleted = 0L;
        if (limits.MaxAge is { } age)
        {
            var oldest = (long)Int128.Max(long.MinValue, (Int128)now - ((Int128)age.Ticks * TimeSpan.NanosecondsPerTick));
            deleted += DeleteOldest(file, oldest, long.MaxValue);
        }

        // Deleted words free their space only when parts of the index are merged, so the size follows in steps.
        for (var step = 0; limits.MaxBytes is { } most && step < PruneSteps && SizeOf(file.Connection) is var size && size > most; step++)
        {
            var traces = (long)file.Connection.Scalar("SELECT count(*) FROM trace")!;
            if (traces == 0)
                break;
            deleted += DeleteOldest(file, long.MaxValue, Math.Max(1, (long)(traces * ((double)(size - most) / size))));
            MergeWords(file);
        }

        Shrink(file);
        EmptyLog(file.Connection);
        return deleted;
    }

    /// <summary>Gets the size of the used part of a file in bytes.</summary>
    public static long SizeOf(SqliteConnection connection) =>
        ((long)connection.Scalar("PRAGMA page_count")! - (long)connection.Scalar("PRAGMA freelist_count")!)
        * (long)connection.Scalar("PRAGMA page_size")!;

    /// <summary>Returns the range of the keys of a trace's spans.</summary>
    public static (long First, long Last) KeysOf(long traceKey) => ((traceKey << PositionBits) + 1, (traceKey << PositionBits) + MaxSpans);

    public void Dispose()
    {
        _known.Dispose();
        _trace.Dispose();
        _span.Dispose();
        _words.Dispose();
    }

    /// <summary>Deletes traces that are older than a time, in portions, between which other programs can write.</summary>
    private static long DeleteOldest(SqliteWriter file, long olderThan, long most)
    {
        var deleted = 0L;
        while (deleted < most)
        {
            file.CancellationToken.ThrowIfCancellationRequested();
            using var transaction = file.Begin();
            var keys = new List<long>();
            using (var command = file.Connection.Prepare(
                """
                SELECT key FROM trace WHERE coalesce(recorded_ns, copied_ns) < @time
                ORDER BY coalesce(recorded_ns, copied_ns), key LIMIT @most
                """, ("@time", olderThan), ("@most", Math.Min(MostDeletedAtOnce, most - deleted))))
            using (var reader = command.ExecuteReader())
            {
                while (reader.Read())
                    keys.Add(reader.GetInt64(0));
            }

            foreach (var key in keys)
                Delete(file.Connection, key);
            transaction.Commit();
            deleted += keys.Count;
            if (keys.Count < MostDeletedAtOnce)
                break;
        }

        return deleted;
    }

    /// <summary>Merges the parts of the index of the words. Until then they have the entries that were deleted.</summary>
    private static void MergeWords(SqliteWriter file)
    {
        using var transaction = file.Begin();

        // Only several parts are merged, so there must be a second one.
        file.Connection.Execute("INSERT OR REPLACE INTO words (rowid, text) VALUES (0, 'x')");
        file.Connection.Execute("INSERT INTO words (words) VALUES ('optimize')");
        file.Connection.Execute("DELETE FROM words WHERE rowid = 0");
        transaction.Commit();
    }

    /// <summary>Makes the file smaller.</summary>
    private static void Shrink(SqliteWriter file)
    {
        using var transaction = file.Begin();

        // Each page is a row without columns, which a command takes for the end.
        SqliteException.ThrowExceptionForRC(
            raw.sqlite3_exec(file.Connection.Handle, "PRAGMA incremental_vacuum"), file.Connection.Handle);
        transaction.Commit();
    }

    /// <summary>Moves the log into the file, and empties it.</summary>
    /// <returns>False if another program needs it, because it reads an earlier state.</returns>
    private static bool EmptyLog(SqliteConnection connection) => connection.Scalar("PRAGMA wal_checkpoint(TRUNCATE)") is 0L;

    private static void Delete(SqliteConnection connection, long traceKey)
    {
        DeleteSpans(connection, traceKey);
        connection.Execute("DELETE FROM trace WHERE key = @key", ("@key", traceKey));
    }

    private static void DeleteSpans(SqliteConnection connection, long traceKey)
    {
        var (first, last) = KeysOf(traceKey);
        connection.Execute(
            "DELETE FROM words WHERE rowid = @trace OR rowid IN (SELECT key FROM span WHERE key BETWEEN @first AND @last)",
            ("@trace", first - 1), ("@first", first), ("@last", last));
        connection.Execute("DELETE FROM span WHERE key BETWEEN @first AND @last", ("@first", first), ("@last", last));
    }

    private static void Set(SqliteCommand command, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (command.Parameters.Count == 0)
        {
            foreach (var (name, _) in values)
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = SqliteExtensions.ValueOf(values[i].Value);
    }

    /// <summary>Writes a trace without its spans, and deletes earlier ones.</summary>
    /// <returns>The key; null if the trace is to be forgotten.</returns>
    private long? WriteTrace(StoredTrace stored)
    {
        var (trace, summary) = (stored.Trace, stored.Summary);
        if (trace.Spans.Count > MaxSpans)
            throw new TraceValidationException($"The trace {trace.Reference} has more than {MaxSpans} spans.");
        var (key, isForgotten) = Known(trace.Reference);
        if (isForgotten)
            return null;
        if (key is { } earlier)
            DeleteSpans(_connection, earlier);
        Set(
            _trace, ("@key", key), ("@source", trace.Source), ("@id", trace.Id), ("@name", trace.Name),
            ("@status", trace.Status.ToString()), ("@sort", stored.Order), ("@recorded", summary.RecordedAt?.UnixNanoseconds),
            ("@start", trace.StartTime?.UnixNanoseconds),
            ("@end", trace.EndTime?.UnixNanoseconds), ("@duration", trace.Duration?.Ticks), ("@session", trace.SessionId),
            ("@service", trace.ServiceName), ("@user", trace.User), ("@spans", summary.SpanCount), ("@errors", summary.ErrorCount),
            ("@types", stored.Types), ("@text", stored.SearchText), ("@now", _now), ("@summary", stored.SummaryJson),
            ("@header", stored.HeaderJson));
        _trace.ExecuteNonQuery();
        return key ?? raw.sqlite3_last_insert_rowid(_connection.Handle);
    }

    private void WriteSpans(StoredTrace stored, long key)
    {
        var trace = stored.Trace;
        var reference = trace.Reference.ToString();
        WriteWords(key, stored.Words);
        foreach (var row in stored.Spans)
        {
            key++;
            var (span, genAI) = (row.Span, row.Span.GenAI);
            Set(
                _span, ("@key", key), ("@reference", reference), ("@source", trace.Source), ("@type", span.Type.Value),
                ("@name", span.Name), ("@status", span.Status.ToString()), ("@start", span.StartTime?.UnixNanoseconds),
                ("@end", span.EndTime?.UnixNanoseconds), ("@duration", span.Duration?.Ticks), ("@id", span.Id),
                ("@parent", span.ParentId), ("@model", genAI?.Model), ("@tool", genAI?.ToolName), ("@input", genAI?.InputTokens),
                ("@output", genAI?.OutputTokens), ("@total", genAI?.TotalTokens), ("@cost", (double?)genAI?.Cost?.Amount),
                ("@currency", genAI?.Cost?.Currency), ("@data", row.Json));
            _span.ExecuteNonQuery();
            WriteWords(key, row.Words);
        }
    }

    private (long? Key, bool IsForgotten) Known(TraceReference reference)
    {
        Set(_known, ("@source", reference.Source), ("@id", reference.Id));
        using var reader = _known.ExecuteReader();
        reader.Read();
        return (reader.IsDBNull(0) ? null : reader.GetInt64(0), reader.GetBoolean(1));
    }

    private void WriteWords(long key, string words)
    {
        if (words.Length == 0)
            return;
        Set(_words, ("@key", key), ("@text", words));
        _words.ExecuteNonQuery();
    }
}
