namespace TraceClient.PostgreSql;

/// <summary>Creates the tables, and brings those of an earlier version up to date.</summary>
internal static class PostgreSqlSchema
{
    // One of ours: other programs in the database may use advisory locks too.
    private const int LockKey = 0x7472_6163;

    /// <summary>The steps from an empty schema to the latest one. {0} is the schema.</summary>
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE {0}.work_item (
            item_key text COLLATE "C" PRIMARY KEY,
            item_id bigint GENERATED ALWAYS AS IDENTITY,
            source text NOT NULL,
            from_ticks bigint,
            to_ticks bigint,
            session_id text,
            token bigint NOT NULL DEFAULT 0,
            worker text,
            expires_at timestamptz,
            available_at timestamptz NOT NULL DEFAULT '-infinity',
            failures integer NOT NULL DEFAULT 0,
            failed_at timestamptz,
            done_at timestamptz
        );
        CREATE INDEX work_item_open ON {0}.work_item (item_id) WHERE done_at IS NULL AND failed_at IS NULL;
        CREATE TABLE {0}.checkpoint (
            name text COLLATE "C" PRIMARY KEY,
            data bytea NOT NULL
        );
        """,

        // Every unique key of a table of traces has trace_id, by which the tables can be distributed.
        """
        CREATE TABLE {0}.trace (
            trace_id text COLLATE "C" PRIMARY KEY,
            source text COLLATE "C" NOT NULL,
            id text COLLATE "C" NOT NULL,
            name text COLLATE "C" NOT NULL,
            status text COLLATE "C" NOT NULL,
            sort_ns bigint NOT NULL,
            recorded_ns bigint,
            start_ns bigint,
            end_ns bigint,
            duration_ticks bigint,
            session_id text COLLATE "C",
            service_name text COLLATE "C",
            user_id text COLLATE "C",
            span_count integer NOT NULL,
            error_count integer NOT NULL,
            span_types text COLLATE "C" NOT NULL,
            search_text text COLLATE "C" NOT NULL,
            copied_ns bigint NOT NULL,
            bytes bigint NOT NULL,
            hash bytea NOT NULL,
            summary json NOT NULL,
            summary_exact bytea,
            header json NOT NULL,
            header_exact bytea,
            words tsvector NOT NULL
        );
        CREATE INDEX trace_by_time ON {0}.trace (source, sort_ns DESC, trace_id DESC);
        CREATE INDEX trace_by_age ON {0}.trace (coalesce(recorded_ns, copied_ns)) INCLUDE (span_count, bytes);
        CREATE INDEX trace_by_reference ON {0}.trace USING hash ((source || ':' || id));
        CREATE INDEX trace_by_session ON {0}.trace USING hash (session_id);
        CREATE INDEX trace_by_words ON {0}.trace USING gin (words);

        CREATE TABLE {0}.span (
            trace_id text COLLATE "C" NOT NULL,
            span_id text COLLATE "C" NOT NULL,
            position integer NOT NULL,
            source text COLLATE "C" NOT NULL,
            type text COLLATE "C" NOT NULL,
            name text COLLATE "C" NOT NULL,
            status text COLLATE "C" NOT NULL,
            start_ns bigint,
            end_ns bigint,
            duration_ticks bigint,
            id text COLLATE "C" NOT NULL,
            parent_id text COLLATE "C",
            hash bytea NOT NULL,
            data json NOT NULL,
            data_exact bytea,
            words tsvector NOT NULL,
            PRIMARY KEY (trace_id, span_id)
        );
        CREATE INDEX span_by_position ON {0}.span (trace_id, position);
        CREATE INDEX span_by_words ON {0}.span USING gin (words);

        -- The references of traces that are not to be copied again.
        CREATE TABLE {0}.forgotten (
            trace_id text COLLATE "C" PRIMARY KEY
        );

        CREATE VIEW {0}.traces AS SELECT
            source || ':' || id AS reference, source, id, name, status,
            to_timestamp(recorded_ns / 1e9) AS recorded_at, to_timestamp(start_ns / 1e9) AS start_time,
            to_timestamp(end_ns / 1e9) AS end_time, recorded_ns, start_ns, end_ns, duration_ticks / 10000::float8 AS duration_ms,
            session_id, service_name, user_id, span_count, error_count,
            summary ->> 'model' AS model,
            (summary #>> '{usage,inputTokens}')::bigint AS input_tokens,
            (summary #>> '{usage,outputTokens}')::bigint AS output_tokens,
            (summary #>> '{usage,totalTokens}')::bigint AS total_tokens,
            (summary #>> '{usage,costs,0,amount}')::numeric AS cost,
            summary #>> '{usage,costs,0,currency}' AS currency,
            header -> 'attributes' AS attributes,
            to_timestamp(copied_ns / 1e9) AS copied_at
        FROM {0}.trace;

        CREATE VIEW {0}.spans AS SELECT
            t.source || ':' || t.id AS trace, s.source, t.id AS trace_id, s.id, s.parent_id, s.name, s.type,
            s.data ->> 'kind' AS kind, s.status, s.data ->> 'statusMessage' AS status_message,
            to_timestamp(s.start_ns / 1e9) AS start_time, to_timestamp(s.end_ns / 1e9) AS end_time,
            s.start_ns, s.end_ns, s.duration_ticks / 10000::float8 AS duration_ms,
            s.data #>> '{genAI,model}' AS model, s.data #>> '{genAI,toolName}' AS tool,
            (s.data #>> '{genAI,inputTokens}')::bigint AS input_tokens,
            (s.data #>> '{genAI,outputTokens}')::bigint AS output_tokens,
            (s.data #>> '{genAI,totalTokens}')::bigint AS total_tokens,
            (s.data #>> '{genAI,cost,amount}')::numeric AS cost, s.data #>> '{genAI,cost,currency}' AS currency,
            s.data -> 'attributes' AS attributes, s.data -> 'resource' AS resource,
            coalesce(json_array_length(s.data -> 'records'), 0) AS record_count
        FROM {0}.span s LEFT JOIN {0}.trace t USING (trace_id);

        CREATE VIEW {0}.records AS SELECT
            t.source || ':' || t.id AS trace, s.source, t.id AS trace_id, s.id AS span_id, r.position - 1 AS position,
            r.value ->> 'kind' AS kind, r.value ->> 'name' AS name, r.value ->> 'timestamp' AS time,
            r.value ->> 'body' AS body, r.value -> 'attributes' AS attributes
        FROM {0}.span s LEFT JOIN {0}.trace t USING (trace_id),
            json_array_elements(s.data -> 'records') WITH ORDINALITY AS r (value, position);
        """,

        // The aggregates of a SQLite store.
        """
        CREATE FUNCTION {0}.percentile_of(numbers float8[], share float8) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
            'SELECT percentile_disc(share) WITHIN GROUP (ORDER BY number) FROM unnest(numbers) AS number WHERE number IS NOT NULL';
        CREATE FUNCTION {0}.p50_of(float8[]) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT {0}.percentile_of($1, 0.5)';
        CREATE FUNCTION {0}.p90_of(float8[]) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT {0}.percentile_of($1, 0.9)';
        CREATE FUNCTION {0}.p95_of(float8[]) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT {0}.percentile_of($1, 0.95)';
        CREATE FUNCTION {0}.p99_of(float8[]) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT {0}.percentile_of($1, 0.99)';
        CREATE AGGREGATE {0}.p50(float8) (SFUNC = array_append, STYPE = float8[], FINALFUNC = {0}.p50_of);
        CREATE AGGREGATE {0}.p90(float8) (SFUNC = array_append, STYPE = float8[], FINALFUNC = {0}.p90_of);
        CREATE AGGREGATE {0}.p95(float8) (SFUNC = array_append, STYPE = float8[], FINALFUNC = {0}.p95_of);
        CREATE AGGREGATE {0}.p99(float8) (SFUNC = array_append, STYPE = float8[], FINALFUNC = {0}.p99_of);
        """,
    ];

    /// <summary>Gets the version that this package uses.</summary>
    public static int LatestVersion => Steps.Length;

    /// <summary>Creates the schema, or brings it up to date.</summary>
    /// <exception cref="TraceClientException">The schema is of a later version.</exception>
    public static async Task MigrateAsync(
        NpgsqlConnection connection, string schema, string target, CancellationToken cancellationToken)
    {
        // Without this, a user who may only read could not open a store.
        if (await VersionAsync(connection, schema, target, cancellationToken).ConfigureAwait(false) == LatestVersion)
            return;

        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = transaction.ConfigureAwait(false);
        await connection.ScalarAsync("SELECT pg_advisory_xact_lock($1, hashtext($2))", cancellationToken, LockKey, schema)
            .ConfigureAwait(false);

        // Workers that start at once have waited for the first one.
        var version = await VersionAsync(connection, schema, target, cancellationToken).ConfigureAwait(false);
        if (await connection.ScalarAsync("SHOW server_encoding", cancellationToken).ConfigureAwait(false) is not "UTF8")
            throw new TraceClientException($"The database {target} has another encoding than UTF8. Use one that has it.");
        if (version is null)
        {
            // A schema that an administrator has created requires no privilege on the database.
            var exists = await connection.ScalarAsync(
                "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1", cancellationToken, schema).ConfigureAwait(false);
            if (exists is null)
                await connection.ScalarAsync($"CREATE SCHEMA {schema}", cancellationToken).ConfigureAwait(false);
            await connection.ScalarAsync($"CREATE TABLE {schema}.schema_version (version integer NOT NULL)", cancellationToken)
                .ConfigureAwait(false);
        }

        for (var next = version ?? 0; next < LatestVersion; next++)
            await connection.ScalarAsync(Steps[next].Replace("{0}", schema, StringComparison.Ordinal), cancellationToken)
                .ConfigureAwait(false);
        await connection.ScalarAsync($"DELETE FROM {schema}.schema_version", cancellationToken).ConfigureAwait(false);
        await connection.ScalarAsync($"INSERT INTO {schema}.schema_version VALUES ($1)", cancellationToken, LatestVersion)
            .ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<int?> VersionAsync(
        NpgsqlConnection connection, string schema, string target, CancellationToken cancellationToken)
    {
        // Not to_regclass: after the wait for the lock it can still say what its cache has.
        var exists = await connection.ScalarAsync(
            "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = $1 AND tablename = 'schema_version'", cancellationToken, schema)
            .ConfigureAwait(false);
        if (exists is null)
            return null;
        var version = await connection.ScalarAsync($"SELECT version FROM {schema}.schema_version", cancellationToken).ConfigureAwait(false);
        return version is int number && number <= LatestVersion ? number : throw new TraceClientException(
            $"The store {target} is of a later version of TraceClient.PostgreSql. Use that version or a later one.");
    }
}
