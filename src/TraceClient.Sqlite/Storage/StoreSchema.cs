namespace TraceClient.Sqlite;

/// <summary>Creates and updates the tables of a store.</summary>
internal static class StoreSchema
{
    /// <summary>The version that this code reads and writes.</summary>
    public const int Version = 1;

    // "TrcS": shows that a database is a store.
    private const int ApplicationId = 0x54726353;

    /// <summary>The statements that lead to each version from the one before.</summary>
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE trace (
            key INTEGER PRIMARY KEY,
            source TEXT NOT NULL,
            id TEXT NOT NULL,
            reference TEXT AS (source || ':' || id),
            name TEXT NOT NULL,
            status TEXT NOT NULL,
            sort_ns INTEGER NOT NULL,
            recorded_ns INTEGER,
            start_ns INTEGER,
            end_ns INTEGER,
            duration_ticks INTEGER,
            session_id TEXT,
            service_name TEXT,
            user_id TEXT,
            span_count INTEGER NOT NULL,
            error_count INTEGER NOT NULL,
            span_types TEXT NOT NULL,
            search_text TEXT NOT NULL,
            copied_ns INTEGER NOT NULL,
            summary TEXT NOT NULL,
            header TEXT NOT NULL,
            UNIQUE (source, id)
        );
        CREATE INDEX trace_by_time ON trace (source, sort_ns DESC, key DESC);
        CREATE INDEX trace_by_reference ON trace (reference);
        CREATE INDEX trace_by_age ON trace (coalesce(recorded_ns, copied_ns), span_count);
        CREATE INDEX trace_by_session ON trace (session_id, sort_ns DESC, key DESC) WHERE session_id IS NOT NULL;

        -- The upper 40 bits of the key are that of the trace, and the lower 24 bits the position, from 1. The reference of the trace is
        -- here too: SQLite joins a table in an aggregate even if no column of it is used.
        CREATE TABLE span (
            key INTEGER PRIMARY KEY,
            trace TEXT NOT NULL,
            source TEXT NOT NULL,
            type TEXT NOT NULL,
            name TEXT NOT NULL,
            status TEXT NOT NULL,
            start_ns INTEGER,
            end_ns INTEGER,
            duration_ticks INTEGER,
            id TEXT NOT NULL,
            parent_id TEXT,
            model TEXT,
            tool TEXT,
            input_tokens INTEGER,
            output_tokens INTEGER,
            total_tokens INTEGER,
            cost REAL,
            currency TEXT,
            data TEXT NOT NULL
        );
        CREATE INDEX span_by_trace ON span (trace);

        -- The time before the duration, so that new spans of a name are written side by side.
        CREATE INDEX span_by_name ON span (name, source, type, status, start_ns, duration_ticks);
        CREATE INDEX span_by_model ON span (model, start_ns, input_tokens, output_tokens, total_tokens, cost, currency)
            WHERE model IS NOT NULL;

        -- Only the index is stored: the words are in the data of the spans. A trace itself has position 0.
        CREATE VIRTUAL TABLE words USING fts5(text, content='', contentless_delete=1, detail=none, tokenize='ascii');

        CREATE TABLE checkpoint (job TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE forgotten (source TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (source, id)) WITHOUT ROWID;

        CREATE VIEW traces AS SELECT
            reference, source, id, name, status,
            strftime('%Y-%m-%dT%H:%M:%fZ', recorded_ns / 1e9, 'unixepoch') AS recorded_at,
            strftime('%Y-%m-%dT%H:%M:%fZ', start_ns / 1e9, 'unixepoch') AS start_time,
            strftime('%Y-%m-%dT%H:%M:%fZ', end_ns / 1e9, 'unixepoch') AS end_time,
            recorded_ns, start_ns, end_ns, duration_ticks / 10000.0 AS duration_ms,
            session_id, service_name, user_id, span_count, error_count,
            summary ->> '$.model' AS model,
            summary ->> '$.usage.inputTokens' AS input_tokens,
            summary ->> '$.usage.outputTokens' AS output_tokens,
            summary ->> '$.usage.totalTokens' AS total_tokens,
            summary ->> '$.usage.costs[0].amount' AS cost,
            summary ->> '$.usage.costs[0].currency' AS currency,
            header -> '$.attributes' AS attributes,
            strftime('%Y-%m-%dT%H:%M:%fZ', copied_ns / 1e9, 'unixepoch') AS copied_at
        FROM trace;

        CREATE VIEW spans AS SELECT
            s.trace, s.source, substr(s.trace, length(s.source) + 2) AS trace_id, s.id, s.parent_id, s.name, s.type,
            s.data ->> '$.kind' AS kind, s.status, s.data ->> '$.statusMessage' AS status_message,
            strftime('%Y-%m-%dT%H:%M:%fZ', s.start_ns / 1e9, 'unixepoch') AS start_time,
            strftime('%Y-%m-%dT%H:%M:%fZ', s.end_ns / 1e9, 'unixepoch') AS end_time,
            s.start_ns, s.end_ns, s.duration_ticks / 10000.0 AS duration_ms,
            s.model, s.tool, s.input_tokens, s.output_tokens, s.total_tokens, s.cost, s.currency,
            s.data -> '$.attributes' AS attributes, s.data -> '$.resource' AS resource,
            coalesce(json_array_length(s.data, '$.records'), 0) AS record_count
        FROM span s;

        CREATE VIEW records AS SELECT
            s.trace, s.source, substr(s.trace, length(s.source) + 2) AS trace_id, s.id AS span_id, r.key AS position,
            r.value ->> '$.kind' AS kind, r.value ->> '$.name' AS name, r.value ->> '$.timestamp' AS time,
            CASE json_type(r.value, '$.body')
                WHEN 'text' THEN r.value ->> '$.body' WHEN 'null' THEN NULL ELSE r.value -> '$.body' END AS body,
            r.value -> '$.attributes' AS attributes
        FROM span s, json_each(s.data, '$.records') r;
        """,
    ];

    /// <summary>Checks that a database is a store, and creates or updates its tables.</summary>
    /// <param name="connection">A connection that can write.</param>
    /// <param name="path">The path, for messages.</param>
    /// <exception cref="TraceClientException">The database is not a store, or is of a later version.</exception>
    public static void Update(SqliteConnection connection, string path)
    {
        if (IsCurrent(connection, path))
            return;
        connection.Execute("PRAGMA auto_vacuum = INCREMENTAL");
        connection.Execute("PRAGMA journal_mode = WAL");
        using var transaction = connection.BeginTransaction(deferred: false);

        // Another process may have done it meanwhile.
        if (HasVersion(connection, path))
            return;
        var version = (int)(long)connection.Scalar("PRAGMA user_version")!;
        foreach (var migration in Migrations.Skip(version))
            connection.Execute(migration);
        connection.Execute(string.Create(
            CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}"));
        transaction.Commit();
    }

    /// <summary>Checks that a database is a store of the current version.</summary>
    /// <returns>False if its tables must be created or updated.</returns>
    public static bool IsCurrent(SqliteConnection connection, string path)
    {
        // All reads see one state, also while another process creates the tables.
        using var transaction = connection.BeginTransaction(deferred: true);
        return HasVersion(connection, path);
    }

    private static bool HasVersion(SqliteConnection connection, string path)
    {
        var version = (long)connection.Scalar("PRAGMA user_version")!;
        var isOurs = (long)connection.Scalar("PRAGMA application_id")! == ApplicationId;
        if (!isOurs && (version != 0 || (long)connection.Scalar("SELECT count(*) FROM sqlite_schema")! > 0))
            throw new TraceFormatException($"The file {path} is a SQLite database, but not a store of traces. Use another file.");
        return version <= Version ? version == Version : throw new TraceFormatException(
            $"The store {path} was written by a later version of TraceClient.Sqlite. Update the program that reads it.");
    }
}
