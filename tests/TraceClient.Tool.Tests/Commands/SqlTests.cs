using System.Text.Json;
using System.Text.RegularExpressions;
using TraceClient.Tests.Conventions;

namespace TraceClient.Tool.Tests.Commands;

public sealed partial class SqlTests(StoreFixture fixture) : IClassFixture<StoreFixture>
{
    private const string ByName =
        "SELECT name, type, count(*) AS count, round(p95(duration_ms), 1) AS p95, sum(status = 'Error') AS errors "
            + "FROM spans GROUP BY name, type ORDER BY count DESC, name LIMIT 8";

    private const string Values = "SELECT 1 AS n, 2.5 AS x, 'a\tb' || char(27) || '[31m' AS text, NULL AS empty, x'00ff' AS bytes, 3 AS n";

    [Fact]
    public async Task Rows_are_a_table_in_a_terminal()
    {
        Golden.Matches("sql", (await RunAsync(ByName, "--output", "table")).ToString());
    }

    [Fact]
    public async Task Rows_are_separated_by_tabs_in_a_pipe()
    {
        Assert.Equal("1\t2.5\ta b\u241b[31m\t\tx'00ff'\t3\n", (await RunAsync(Values)).Output);
    }

    [Fact]
    public async Task Rows_are_objects_in_json_and_names_are_unique()
    {
        var row = Assert.Single(JsonDocument.Parse((await RunAsync(Values, "--output", "json")).Output).RootElement.EnumerateArray());

        Assert.Equal(["n", "x", "text", "empty", "bytes", "n_2"], row.EnumerateObject().Select(member => member.Name));
        Assert.Equal((1, 2.5, 3), (row.GetProperty("n").GetInt32(), row.GetProperty("x").GetDouble(), row.GetProperty("n_2").GetInt32()));
        Assert.Equal("a\tb\e[31m", row.GetProperty("text").GetString());
        Assert.Equal(JsonValueKind.Null, row.GetProperty("empty").ValueKind);
        Assert.Equal("x'00ff'", row.GetProperty("bytes").GetString());
    }

    [Theory]
    [InlineData("table")]
    [InlineData("csv")]
    [InlineData("wide")]
    public async Task No_control_character_of_a_cell_reaches_the_terminal(string format)
    {
        var result = await RunAsync("SELECT char(27) || ']0;x' || char(7) AS \"na\e[31mme\", '=1+1' AS formula", "--output", format);

        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.DoesNotContain(result.Output, character => char.IsControl(character) && character != '\n');
    }

    [Fact]
    public async Task A_limit_cuts_the_rows_and_says_so()
    {
        var result = await RunAsync("SELECT id FROM spans", "--limit", "2", "--output", "jsonl");

        Assert.Equal(2, result.Output.Count(character => character == '\n'));
        Assert.Equal("Showing the first 2 rows. Use --limit 0 to show all.\n", result.Error);
    }

    [Theory]
    [InlineData("table", "No rows.\n")]
    [InlineData("json", "[]\n")]
    [InlineData("jsonl", "")]
    [InlineData("csv", "id\n")]
    public async Task A_result_without_rows_is_empty(string format, string output)
    {
        Assert.Equal(output, (await RunAsync("SELECT id FROM spans WHERE FALSE", "--output", format)).Output);
    }

    [Fact]
    public async Task A_statement_can_come_from_standard_input()
    {
        await using var process = TracectlProcess.Start(simulator: null, "sql", "-", "--store", fixture.Path);
        await process.SendAsync("-- counts\nSELECT count(*) > 50\nFROM traces;\n");

        Assert.Equal("1\n", (await process.WaitAsync()).Output);
    }

    [Theory]
    [InlineData("SELEC 1", "SQL error: near \"SELEC\": syntax error.")]
    [InlineData("SELECT x FROM spans", "SQL error: no such column: x.")]
    [InlineData("SELECT 'it''s' FROM missing", "SQL error: no such table: missing.")]
    [InlineData("SELECT load_extension('x')", "SQL error: not authorized.")]
    [InlineData("SELECT 1; SELECT 2", "There is more than one SQL statement. Use one.")]
    [InlineData("DELETE FROM trace", "The SQL statement writes. A store can only be read in SQL.")]
    [InlineData("SELECT 1; DROP TABLE trace", "There is more than one SQL statement. Use one.")]
    [InlineData("VACUUM INTO 'copy.db'", "The SQL statement writes. A store can only be read in SQL.")]
    [InlineData("PRAGMA user_version = 7", "The SQL statement writes. A store can only be read in SQL.")]
    [InlineData("", "There is no SQL statement.")]
    [InlineData(" ; -- nothing", "There is no SQL statement.")]
    [InlineData("SELECT json('{')", "SQL error: malformed JSON.")]
    public async Task An_invalid_statement_is_a_clear_error(string sql, string error)
    {
        var result = await RunAsync(sql);

        Assert.Equal((ExitCodes.Usage, ""), (result.ExitCode, result.Output));
        Assert.StartsWith($"tracectl: {error} Try: tracectl s", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT 1;")]
    [InlineData("/* first */ SELECT 1; -- last")]
    [InlineData("SELECT 1 ;; ")]
    public async Task Comments_and_semicolons_are_allowed(string sql)
    {
        var result = await RunAsync(sql);

        Assert.Equal((ExitCodes.Ok, "1\n", ""), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public async Task A_store_is_the_same_after_queries()
    {
        var before = await File.ReadAllBytesAsync(fixture.Path, TestContext.Current.CancellationToken);

        await RunAsync("PRAGMA query_only = OFF");
        await RunAsync("UPDATE trace SET name = 'x'");

        Assert.Equal(before, await File.ReadAllBytesAsync(fixture.Path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Every_statement_of_the_documentation_finds_something()
    {
        var page = await File.ReadAllTextAsync(
            Path.Combine(SourceTree.Root, "docs", "store.md"), TestContext.Current.CancellationToken);
        string[] statements = [.. Statement().Matches(page).Select(match => match.Groups["sql"].Value)];

        Assert.InRange(statements.Length, 6, 20);
        foreach (var statement in statements)
        {
            var result = await RunAsync(statement, "--output", "jsonl");
            Assert.Equal((ExitCodes.Ok, ""), (result.ExitCode, result.Error));
            Assert.NotEmpty(result.Output);
        }
    }

    [Theory]
    [InlineData("SELECT x FROM numbers")]
    [InlineData("SELECT 1 UNION ALL SELECT count(*) FROM numbers")]
    public async Task A_long_query_is_interrupted(string end)
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var process = TracectlProcess.Start(
            simulator: null, "sql", $"WITH RECURSIVE numbers(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM numbers) {end}",
            "--store", fixture.Path, "--output", "jsonl");
        Assert.NotNull(await process.ReadLineAsync());

        process.Interrupt();
        var result = await process.WaitAsync();

        Assert.Equal(ExitCodes.Interrupted, result.ExitCode);
        Assert.Contains("\"code\":\"interrupted\"", result.Error, StringComparison.Ordinal);
    }

    [GeneratedRegex(
        "(```sql\n(?<sql>[^`]+)```|tracectl sql \"(?<sql>[^\"]+)\")", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Statement();

    private Task<TracectlResult> RunAsync(params string[] arguments) =>
        TracectlProcess.RunAsync(simulator: null, ["sql", .. arguments, "--store", fixture.Path]);
}
