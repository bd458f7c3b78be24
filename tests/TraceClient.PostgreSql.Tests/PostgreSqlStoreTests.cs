using Microsoft.Extensions.DependencyInjection;

namespace TraceClient.PostgreSql.Tests;

/// <summary>What is peculiar to a PostgreSQL database.</summary>
[Trait("Category", "postgresql")]
public sealed class PostgreSqlStoreTests : IAsyncDisposable
{
    private readonly TestDatabase _database = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Every_unique_key_of_a_table_of_traces_has_the_trace_id()
    {
        await using var store = _database.Open();
        await store.GetStatisticsAsync(Token);
        var keys = await QueryAsync(
            store,
            $"""
            SELECT c.relname, bool_or(a.attname = 'trace_id')::text
            FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
                JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
            WHERE i.indisunique AND c.relnamespace = '{_database.Schema}'::regnamespace
                AND c.relname NOT IN ('work_item', 'checkpoint', 'schema_version')
            GROUP BY c.relname, i.indexrelid ORDER BY 1
            """);
        Assert.Equal(["forgotten|true", "span|true", "trace|true"], keys);
        Assert.Equal(0L, await _database.RunAsync(
            "SELECT count(*) FROM pg_constraint WHERE connamespace = '{0}'::regnamespace AND contype = 'f'"));
    }

    [Fact]
    public async Task Long_ids_that_begin_alike_are_kept_apart()
    {
        await using var store = _database.Open();
        var (id, name) = (new string('\u00e9', 5000), new string('n', 10_000));
        var traces = Enumerable.Range(0, 3).Select(i => TraceAssembler.Assemble(
            new Trace { Reference = new TraceReference("listed", $"{id}{i}"), Name = name },
            [.. Enumerable.Range(0, 3).Select(at => new Span { Id = $"{id}{at}", Name = name })])).ToList();
        await WriteAsync(store, [.. traces]);
        await using var client = await store.CreateClientAsync(Token);
        foreach (var trace in traces)
            Assert.Equal(trace, await client.GetTraceAsync(trace.Reference, Token));
    }

    [Fact]
    public async Task The_views_have_also_texts_that_postgresql_cannot_store()
    {
        await using var store = _database.Open();
        const string body = "{\"text\":\"\\\\u0000 \\u0000 \\ud83d\\ude00\"}";
        await WriteAsync(store, TraceAssembler.Assemble(
            new Trace { Reference = new TraceReference("listed", "odd"), Name = "odd", Attributes = AttributeMap.Empty.With("x", "\0") },
            [
                new Span
                {
                    Id = "1",
                    Name = "odd",
                    Attributes = AttributeMap.Empty.With("x", "\ud800"),
                    Records = [new Record { Kind = RecordKind.Log, Body = JsonPayload.Parse(body) }],
                },
            ]));

        Assert.Equal(
            ["\ufffd|\ufffd|\\u0000 \ufffd \U0001f600"],
            await QueryAsync(
                store,
                """
                SELECT t.attributes ->> 'x', s.attributes ->> 'x', r.body::json ->> 'text'
                FROM {0}.traces t JOIN {0}.spans s ON s.trace = t.reference JOIN {0}.records r ON r.trace = t.reference
                WHERE t.source = 'listed'
                """));
    }

    [Fact]
    public async Task What_has_not_changed_is_not_written_again()
    {
        await using var store = _database.Open();
        await WriteAsync(store, NewTrace("trace-1"), NewTrace("trace-2"));
        const string versions = "SELECT string_agg(xmin::text, ' ' ORDER BY trace_id, span_id) FROM {0}.span";
        var before = await _database.RunAsync(versions);
        await WriteAsync(store, NewTrace("trace-1"), NewTrace("trace-2"));
        Assert.Equal(before, await _database.RunAsync(versions));
        Assert.Equal(1L, await _database.RunAsync("SELECT count(DISTINCT xmin::text) FROM {0}.trace"));
    }

    [Fact]
    public async Task Data_that_the_database_refuses_is_a_validation_error_without_the_data()
    {
        await using var store = _database.Open();
        await WriteAsync(store, NewTrace("trace-1"));
        await _database.RunAsync("ALTER TABLE {0}.span ADD CHECK (id <> 'hidden@example.com')");
        var refused = TraceAssembler.Assemble(
            new Trace { Reference = new TraceReference("listed", "trace-2"), Name = "a" },
            [new Span { Id = "hidden@example.com", Name = "a" }]);
        var error = await Assert.ThrowsAsync<TraceValidationException>(
            () => store.WriteAsync([new(refused), new(NewTrace("trace-3"))], "job", "{}"u8.ToArray(), Token));
        Assert.Equal((false, "23514"), (error.IsTransient, error.ErrorCode));
        Assert.DoesNotContain("hidden", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, (await store.GetStatisticsAsync(Token)).Traces);
        Assert.True((await store.ReadCheckpointAsync("job", Token)).IsEmpty);
    }

    [Fact]
    public async Task A_trace_that_is_damaged_is_a_format_error()
    {
        await using var store = _database.Open();
        await WriteAsync(store, NewTrace("trace-1"), NewTrace("trace-2"));
        await _database.RunAsync("UPDATE {0}.span SET data = '[]' WHERE trace_id = 'listed:trace-1'");
        await using var client = await store.CreateClientAsync(Token);
        await Assert.ThrowsAsync<TraceFormatException>(() => client.GetTraceAsync(new TraceReference("listed", "trace-1"), Token));
        Assert.Equal(NewTrace("trace-2"), await client.GetTraceAsync(new TraceReference("listed", "trace-2"), Token));
    }

    [Fact]
    public async Task A_store_of_a_later_version_is_not_opened()
    {
        await using (var store = _database.Open())
            await store.GetStatisticsAsync(Token);
        await _database.RunAsync("UPDATE {0}.schema_version SET version = 99");
        await using var again = _database.Open();
        var error = await Assert.ThrowsAsync<TraceClientException>(() => again.GetStatisticsAsync(Token));
        Assert.Contains("later version", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_connections_are_replaced()
    {
        await using var store = _database.Open();
        await WriteAsync(store, NewTrace("trace-1"));
        await _database.RunAsync(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = '{0}' AND pid <> pg_backend_pid()");
        await WriteAsync(store, NewTrace("trace-2"));
        Assert.Equal(2, (await store.GetStatisticsAsync(Token)).Traces);
    }

    [Fact]
    public async Task A_deletion_for_good_waits_for_a_batch_that_has_begun()
    {
        await using var store = _database.Open();
        await WriteAsync(store, NewTrace("trace-1"));
        await using var connection = await TestDatabase.OpenConnectionAsync(Token);
        Task<bool> forgetting;
        await using (var transaction = await connection.BeginTransactionAsync(Token))
        {
            // The lock of a write.
            await using var command = new NpgsqlCommand(
                $"SELECT pg_advisory_xact_lock_shared(hashtext('{_database.Schema}'), 1)", connection);
            await command.ExecuteNonQueryAsync(Token);
            forgetting = store.ForgetAsync(new TraceReference("listed", "trace-1"), Token);
            while (await _database.RunAsync("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted") is 0L)
                await Task.Yield();
            Assert.False(forgetting.IsCompleted);
            await transaction.CommitAsync(Token);
        }

        Assert.True(await forgetting);
    }

    [Fact]
    public async Task A_container_has_one_store_with_the_key_of_the_client()
    {
        await using var dataSource = NpgsqlDataSource.Create(TestDatabase.ConnectionString);
        var services = new ServiceCollection();
        services.AddSingleton(dataSource);
        services.AddTraceClients().AddPostgreSqlStore(options => options.Schema = _database.Schema);
        services.AddTraceClients("tenant", _ => { })
            .AddPostgreSqlStore(TestDatabase.ConnectionString, options => options.Schema = "tenant");
        await using (var provider = services.BuildServiceProvider())
        {
            var store = provider.GetRequiredService<ITraceStore>();
            Assert.Same(store, provider.GetRequiredService<IWorkQueue>());
            Assert.Same(store, provider.GetRequiredService<PostgreSqlTraceStore>());
            await WriteAsync(store, NewTrace("trace-1"));
            var tenant = provider.GetRequiredKeyedService<ITraceStore>("tenant");
            Assert.Same(tenant, provider.GetRequiredKeyedService<IWorkQueue>("tenant"));
            Assert.EndsWith("/postgres/tenant", tenant.Target, StringComparison.Ordinal);
        }

        // The data source of the application is still open.
        await using var connection = await dataSource.OpenConnectionAsync(Token);
        Assert.Equal(1L, await _database.RunAsync("SELECT count(*) FROM {0}.trace"));
    }

    private static Trace NewTrace(string id) => TraceAssembler.Assemble(
        new Trace { Reference = new TraceReference("listed", id), Name = "a" },
        [new Span { Id = "1", Name = "b" }, new Span { Id = "2", ParentId = "1", Name = "c" }]);

    private static Task WriteAsync(ITraceStore store, params Trace[] traces) =>
        store.WriteAsync([.. traces.Select(trace => new ReplicatedTrace(trace))], Token);

    private async Task<List<string>> QueryAsync(PostgreSqlTraceStore store, string sql)
    {
        await using var connection = await store.OpenConnectionAsync(Token);
        await using var command = new NpgsqlCommand(sql.Replace("{0}", _database.Schema, StringComparison.Ordinal), connection);
        await using var reader = await command.ExecuteReaderAsync(Token);
        var rows = new List<string>();
        while (await reader.ReadAsync(Token))
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
        return rows;
    }
}
