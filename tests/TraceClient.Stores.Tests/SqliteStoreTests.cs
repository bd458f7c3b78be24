using System.Text;
using Microsoft.Data.Sqlite;
using TraceClient.Replication.Tests;
using TraceClient.Sqlite;

namespace TraceClient.Stores.Tests;

/// <summary>What is peculiar to a SQLite file.</summary>
public sealed class SqliteStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string File => _folder.File("traces.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Only_the_owner_can_read_the_files()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        await using var store = new SqliteTraceStore(File);
        await store.WriteAsync([new ReplicatedTrace(NewTrace("trace-1"))], Token);
        var files = Directory.GetFiles(Path.GetDirectoryName(File)!);
        Assert.Equal(3, files.Length);
        Assert.All(files, file =>
        {
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(file));
        });
    }

    [Fact]
    public async Task A_store_that_is_read_only_must_exist_and_is_not_written()
    {
        await using var missing = new SqliteTraceStore(File, new SqliteTraceStoreOptions { IsReadOnly = true });
        var error = await Assert.ThrowsAsync<TraceTransportException>(() => missing.GetStatisticsAsync(Token));
        Assert.Equal((false, $"The store {File} does not exist."), (error.IsTransient, error.Message));
        Assert.False(System.IO.File.Exists(File));

        await using (var store = new SqliteTraceStore(File))
            await store.WriteAsync([new ReplicatedTrace(NewTrace("trace-1"))], Token);
        Assert.Equal(1, (await missing.GetStatisticsAsync(Token)).Traces);
        await Assert.ThrowsAsync<TraceClientException>(() => missing.WriteAsync([], Token));
    }

    [Fact]
    public async Task A_closed_store_is_one_file()
    {
        await using (var store = new SqliteTraceStore(File))
        {
            await store.WriteAsync([new ReplicatedTrace(NewTrace("trace-1"))], Token);
            await store.GetStatisticsAsync(Token);
        }

        Assert.Equal([File], Directory.GetFiles(Path.GetDirectoryName(File)!));
    }

    [Fact]
    public async Task Another_database_is_left_alone()
    {
        await using (var other = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = "CREATE TABLE mine (x); INSERT INTO mine VALUES (1)";
            command.ExecuteNonQuery();
        }

        var before = System.IO.File.ReadAllBytes(File);
        await using var store = new SqliteTraceStore(File);
        var error = await Assert.ThrowsAsync<TraceFormatException>(
            () => store.WriteAsync([new ReplicatedTrace(NewTrace("trace-1"))], Token));
        Assert.Contains("not a store of traces", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_left_alone()
    {
        System.IO.File.WriteAllText(File, string.Concat(Enumerable.Repeat("this is a text, and quite a long one. ", 200)));
        var before = System.IO.File.ReadAllBytes(File);
        await using var store = new SqliteTraceStore(File);
        await Assert.ThrowsAsync<TraceFormatException>(() => store.WriteAsync([new ReplicatedTrace(NewTrace("trace-1"))], Token));
        await Assert.ThrowsAsync<TraceFormatException>(() => store.GetStatisticsAsync(Token));
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public async Task A_store_of_a_later_version_is_not_opened()
    {
        await using (var store = new SqliteTraceStore(File))
            await store.WriteAsync([], Token);
        Execute("PRAGMA user_version = 99");
        await using var again = new SqliteTraceStore(File);
        var error = await Assert.ThrowsAsync<TraceFormatException>(() => again.GetStatisticsAsync(Token));
        Assert.Contains("later version", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_with_a_value_that_cannot_be_is_damaged()
    {
        await using (var store = new SqliteTraceStore(File))
            await store.WriteAsync([new ReplicatedTrace(NewTrace("trace-1"))], Token);
        Execute(
            """
            PRAGMA writable_schema = ON;
            UPDATE sqlite_schema SET sql = replace(sql, 'sort_ns INTEGER NOT NULL', 'sort_ns INTEGER') WHERE name = 'trace';
            """);
        Execute("UPDATE trace SET sort_ns = NULL");
        await using var damaged = new SqliteTraceStore(File);
        await using var client = await damaged.CreateClientAsync(Token);

        var error = await Assert.ThrowsAsync<TraceFormatException>(
            () => client.ListTracesAsync(cancellationToken: Token).ToListAsync(Token).AsTask());

        Assert.Contains($"The store {File} is damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_whose_trace_is_damaged_has_the_others()
    {
        await using (var store = new SqliteTraceStore(File))
            await store.WriteAsync([new ReplicatedTrace(NewTrace("trace-1")), new ReplicatedTrace(NewTrace("trace-2"))], Token);
        Execute("UPDATE span SET data = '{' WHERE key >> 24 = 1");
        await using var again = new SqliteTraceStore(File);
        await using var client = await again.CreateClientAsync(Token);
        await Assert.ThrowsAsync<TraceFormatException>(() => client.GetTraceAsync(new TraceReference("listed", "trace-1"), Token));
        Assert.Equal(2, (await client.GetTraceAsync(new TraceReference("listed", "trace-2"), Token)).Spans.Count);
    }

    [Fact]
    public async Task A_summary_that_is_damaged_does_not_hide_the_others()
    {
        await using (var store = new SqliteTraceStore(File))
        {
            await store.WriteAsync(
                [.. Enumerable.Range(0, 600).Select(i => new ReplicatedTrace(NewTrace($"trace-{i}"), new TraceTimestamp(i)))], Token);
        }

        Execute("UPDATE trace SET summary = '{' WHERE id = 'trace-599'");
        Execute("UPDATE trace SET summary = 'null' WHERE id = 'trace-3'");
        await using var again = new SqliteTraceStore(File);
        await using var client = await again.CreateClientAsync(Token);
        var list = client.ListTracesAsync(new TraceQuery { ContinueOnSourceFailure = true }, Token);
        Assert.Equal(598, await list.CountAsync(Token));
        var failure = Assert.IsType<TraceFormatException>(Assert.Single(list.Failures).Exception);
        Assert.Contains("2 of its traces", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_is_a_clear_error()
    {
        await using var store = new SqliteTraceStore(_folder.File("missing/traces.db"));
        var error = await Assert.ThrowsAsync<TraceTransportException>(() => store.WriteAsync([], Token));
        Assert.Contains("does not exist", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
    }

    [Fact]
    public async Task A_forgotten_trace_leaves_nothing_in_the_file()
    {
        const string secret = "zanzibar";
        await using var store = new SqliteTraceStore(File);
        var traces = Enumerable.Range(0, 200).Select(i => NewTrace($"trace-{i}", i == 77 ? $"{secret}-{i}" : "other")).ToList();
        await store.WriteAsync([.. traces.Select(trace => new ReplicatedTrace(trace))], Token);
        Assert.True(Contains(secret));
        Assert.True(await store.ForgetAsync(traces[77].Reference, Token));
        Assert.False(Contains(secret));
        await using var client = await store.CreateClientAsync(Token);
        Assert.Equal(199, await client.ListTracesAsync(new TraceQuery { FullText = "other" }, Token).CountAsync(Token));
    }

    [Fact]
    public async Task The_words_of_a_trace_that_was_pruned_are_not_in_the_file_after_it_is_forgotten()
    {
        const string secret = "zanzibar";
        await using var store = new SqliteTraceStore(File, timeProvider: new FakeTimeProvider(Replications.Now));
        var old = new ReplicatedTrace(NewTrace("old", secret), Replications.Now.AddDays(-10));
        await store.WriteAsync([old, new ReplicatedTrace(NewTrace("new"), Replications.Now)], Token);
        Assert.Equal(1, await store.PruneAsync(new TraceStoreLimits { MaxAge = TimeSpan.FromDays(1) }, Token));

        Assert.False(await store.ForgetAsync(old.Trace.Reference, Token));

        Assert.False(Contains(secret));
    }

    [Fact]
    public async Task A_trace_that_another_program_still_reads_is_forgotten_later()
    {
        const string secret = "zanzibar";
        await using var store = new SqliteTraceStore(File, new SqliteTraceStoreOptions { BusyTimeout = TimeSpan.FromSeconds(1) });
        var trace = NewTrace("trace-1", secret);
        await store.WriteAsync([new ReplicatedTrace(trace)], Token);
        await using (var other = await store.OpenConnectionAsync(Token))
        {
            await using var transaction = other.BeginTransaction(deferred: true);
            Assert.Equal(["1"], Query(other, "SELECT count(*) FROM traces"));
            var error = await Assert.ThrowsAsync<TraceTransportException>(() => store.ForgetAsync(trace.Reference, Token));
            Assert.True(error.IsTransient);
        }

        Assert.False(await store.ForgetAsync(trace.Reference, Token));
        Assert.False(Contains(secret));
    }

    [Fact]
    public async Task A_wait_for_another_program_can_be_cancelled()
    {
        var store = new SqliteTraceStore(File, new SqliteTraceStoreOptions { BusyTimeout = TimeSpan.FromDays(1) });
        await store.WriteAsync([], Token);
        await using var other = new SqliteConnection($"Data Source={File};Pooling=False");
        other.Open();
        await using var transaction = other.BeginTransaction(deferred: false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var cancelled = store.WriteAsync([new ReplicatedTrace(NewTrace("a"))], stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        var closed = store.WriteAsync([new ReplicatedTrace(NewTrace("a"))], Token);
        await store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => closed);
    }

    [Fact]
    public async Task Times_are_text_in_utc()
    {
        await using var store = new SqliteTraceStore(File);
        var trace = NewTrace("trace-1") with { StartTime = TraceTimestamp.Parse("2026-11-30T10:20:30.456Z") };
        await store.WriteAsync([new ReplicatedTrace(trace)], Token);

        await using var connection = await store.OpenConnectionAsync(Token);
        Assert.Equal(["2026-11-30T10:20:30.456Z"], Query(connection, "SELECT start_time FROM traces"));
    }

    [Theory]
    [InlineData("SELECT name, p95(duration_ms) FROM spans GROUP BY name", "SCAN s USING COVERING INDEX span_by_name")]
    [InlineData("SELECT model, sum(total_tokens), sum(cost) FROM spans WHERE model IS NOT NULL GROUP BY model",
        "SEARCH s USING COVERING INDEX span_by_model (model>?)")]
    [InlineData("SELECT count(*), sum(span_count) FROM trace", "SCAN trace USING COVERING INDEX trace_by_age")]
    [InlineData("SELECT name FROM spans WHERE trace = 'galtea:1'", "SEARCH s USING INDEX span_by_trace (trace=?)")]
    [InlineData("SELECT kind FROM records WHERE trace = 'galtea:1'",
        "SEARCH s USING INDEX span_by_trace (trace=?)|SCAN r VIRTUAL TABLE INDEX 3:")]
    [InlineData("SELECT name FROM traces WHERE reference = 'galtea:1'", "SEARCH trace USING INDEX trace_by_reference (reference=?)")]
    [InlineData("SELECT t.service_name FROM records r JOIN traces t ON t.reference = r.trace WHERE r.trace = 'galtea:1'",
        "SEARCH s USING INDEX span_by_trace (trace=?)|SEARCH trace USING INDEX trace_by_reference (reference=?)|"
            + "SCAN r VIRTUAL TABLE INDEX 3:")]
    public async Task A_view_reads_no_more_than_a_statement_needs(string sql, string plan)
    {
        await using var store = new SqliteTraceStore(File);
        await using var connection = await store.OpenConnectionAsync(Token);
        Assert.Equal(plan, string.Join('|', Query(connection, $"EXPLAIN QUERY PLAN {sql}").Select(row => row.Split('|')[^1])));
    }

    [Fact]
    public async Task Percentiles_are_those_of_each_group()
    {
        await using var store = new SqliteTraceStore(File);
        await using var connection = await store.OpenConnectionAsync(Token);
        const string values =
            "WITH v (g, x) AS (VALUES ('a', 1), ('a', 2), ('a', 3), ('a', 4), ('b', 10), ('c', NULL), ('a', NULL), ('b', 20))";
        Assert.Equal(
            ["a|2|4|4|1", "b|10|20|20|10", "c||||"],
            Query(connection, $"{values} SELECT g, p50(x), p95(x), percentile(x, 1), percentile(x, 0.0) FROM v GROUP BY g ORDER BY g"));
        Assert.Equal(["||"], Query(connection, $"{values} SELECT p50(x), p90(x), p99(x) FROM v WHERE g = 'none'"));
    }

    [Fact]
    public async Task A_connection_for_sql_cannot_write()
    {
        await using var store = new SqliteTraceStore(File);
        await using var connection = await store.OpenConnectionAsync(Token);
        foreach (var sql in new[] { "DELETE FROM trace", "CREATE TABLE x (y)", "DROP VIEW traces",
            "PRAGMA query_only = OFF; DELETE FROM trace" })
            Assert.Throws<SqliteException>(() => Query(connection, sql));
    }

    [Fact]
    public async Task Two_programs_can_write_one_after_the_other_and_read_at_once()
    {
        await using var one = new SqliteTraceStore(File);
        await using var other = new SqliteTraceStore(File);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(
            () => (i % 2 == 0 ? one : other).WriteAsync([new ReplicatedTrace(NewTrace($"trace-{i}"))], Token), Token)));
        Assert.Equal(40, (await one.GetStatisticsAsync(Token)).Traces);
        Assert.Equal(40, (await other.GetStatisticsAsync(Token)).Traces);
    }

    [Fact]
    public async Task A_write_that_another_program_holds_up_is_a_transient_error()
    {
        await using var store = new SqliteTraceStore(File, new SqliteTraceStoreOptions { BusyTimeout = TimeSpan.FromSeconds(1) });
        await store.WriteAsync([], Token);
        await using var other = new SqliteConnection($"Data Source={File};Pooling=False");
        other.Open();
        await using var transaction = other.BeginTransaction(deferred: false);
        var error = await Assert.ThrowsAsync<TraceTransportException>(() => store.WriteAsync([new ReplicatedTrace(NewTrace("a"))], Token));
        Assert.True(error.IsTransient);
        Assert.Equal(0, (await store.GetStatisticsAsync(Token)).Traces);
    }

    [Fact]
    public void Invalid_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new SqliteTraceStore(" "));
        Assert.Throws<ArgumentException>(() => new SqliteTraceStore(File, new SqliteTraceStoreOptions { BusyTimeout = TimeSpan.Zero }));
    }

    private static Trace NewTrace(string id, string text = "text") => TraceAssembler.Assemble(
        new Trace { Reference = new TraceReference("listed", id), Name = id },
        [
            new Span { Id = "root", Name = "root", Attributes = AttributeMap.Empty.With("x", text) },
            new Span
            {
                Id = "child",
                ParentId = "root",
                Name = "child",
                Records = [new Record { Kind = RecordKind.Log, Body = JsonPayload.FromString(text) }],
            },
        ]);

    private static List<string> Query(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(
                i => reader.IsDBNull(i) ? "" : Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture))));
        return rows;
    }

    /// <summary>Gets whether a file of the store has a text, in use or not.</summary>
    private bool Contains(string text) => Directory.GetFiles(Path.GetDirectoryName(File)!).Any(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    });

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
