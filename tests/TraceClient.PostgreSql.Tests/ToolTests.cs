using System.Diagnostics;

namespace TraceClient.PostgreSql.Tests;

/// <summary>The commands of <c>tracectl</c> with a database as the store.</summary>
[Trait("Category", "postgresql")]
public sealed class ToolTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_commands_that_read_a_file_read_a_database()
    {
        var store = await AddressAsync();
        var sync = await RunAsync("sync", "--demo", "--store", store, "--output", "json");
        Assert.Equal(0, sync.Code);
        Assert.Contains("\"failures\":0", sync.Out, StringComparison.Ordinal);

        var list = await RunAsync("list", "--store", store, "--limit", "3", "--output", "csv");
        Assert.Equal((0, 4), (list.Code, list.Out.Trim().Split('\n').Length));
        Assert.Equal(0, (await RunAsync("list", "--store", store, "--find", "refund order*")).Code);

        var sql = await RunAsync("sql", "SELECT source, count(*), p95(duration_ms) FROM spans GROUP BY 1 ORDER BY 1", "--store", store);
        Assert.Equal(
            (0, "calyptia galtea kubiya"), (sql.Code, string.Join(' ', sql.Out.Trim().Split('\n').Select(row => row.Split('\t')[0]))));
        foreach (var (statement, part) in new[]
        {
            ("DELETE FROM traceclient.trace", "writes"),
            ("SET default_transaction_read_only = off; DELETE FROM traceclient.trace", "more than one SQL statement"),
            ("DO $$ BEGIN SET default_transaction_read_only = off; COMMIT; DELETE FROM traceclient.trace; END $$", "SQL error"),
            ("SELECT nothing", "SQL error"),
            ("SELECT int4range(1, 5) AS part", "The column 'part' has a value of type int4range that cannot be shown. Convert it to text."),
            ("SELECT 1e40::numeric", "type numeric"),
            (" ", "There is no SQL statement."),
            ("COPY traceclient.trace TO STDOUT", "returns no rows"),
        })
        {
            var refused = await RunAsync("sql", statement, "--store", store);
            Assert.Equal((2, ""), (refused.Code, refused.Out));
            Assert.Contains(part, refused.Error, StringComparison.Ordinal);
        }

        var comment = await RunAsync("sql", "SELECT 1 -- one\n;", "--store", store);
        Assert.Equal((0, "1\n"), (comment.Code, comment.Out));
        var cut = await RunAsync("sql", "SELECT generate_series(1, 1000000000000)", "--store", store, "--limit", "2");
        Assert.Equal((0, "1\n2\n"), (cut.Code, cut.Out));

        const string values =
            "SELECT 1::int AS i, 2::smallint AS s, 3.0::numeric AS n, 2.5::numeric AS f, 7.1::real AS r, 'NaN'::real AS x, "
                + "TRUE AS b, ARRAY['x', 'y'] AS a, '2026-11-30T10:20:30.456Z'::timestamptz AS t, "
                + "'2026-11-30'::date AS d, '{\"k\":1}'::json AS j, NULL AS e";
        Assert.Equal(
            "{\"i\":1,\"s\":2,\"n\":3,\"f\":2.5,\"r\":7.1,\"x\":\"NaN\",\"b\":\"True\",\"a\":\"[x, y]\",\"t\":\"2026-11-30T10:20:30.456Z\","
                + "\"d\":\"2026-11-30\",\"j\":\"{\\\"k\\\":1}\",\"e\":null}\n",
            (await RunAsync("sql", values, "--store", store, "--output", "jsonl")).Out);

        var info = await RunAsync("store", "info", "--store", store, "--output", "json");
        Assert.Equal(0, info.Code);
        Assert.DoesNotContain("\"traces\":0", info.Out, StringComparison.Ordinal);
    }

    // The tool uses the default schema, so the test has a database of its own.
    private static async Task<string> AddressAsync()
    {
        var name = $"tool_{Environment.ProcessId}";
        await using var connection = new NpgsqlConnection(TestDatabase.ConnectionString);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand($"DROP DATABASE IF EXISTS {name}", connection);
        await command.ExecuteNonQueryAsync(Token);
        command.CommandText = $"CREATE DATABASE {name}";
        await command.ExecuteNonQueryAsync(Token);
        var settings = new NpgsqlConnectionStringBuilder(TestDatabase.ConnectionString);
        return $"postgres://{settings.Username}@{settings.Host}:{settings.Port}/{name}";
    }

    private static async Task<(int Code, string Out, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "tracectl.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Token), process.StandardError.ReadToEndAsync(Token));
        await process.WaitForExitAsync(Token);
        return (process.ExitCode, await output, await error);
    }
}
