using System.Globalization;
using System.Text.Json;
using TraceClient.Testing;

namespace TraceClient.Tool.Tests.Commands;

public sealed class ListTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>
{
    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public async Task A_table_has_one_line_for_each_trace_at_any_width(int columns)
    {
        var environment = TracectlEnvironment.Of(fixture.Simulator);
        environment["COLUMNS"] = columns.ToString(CultureInfo.InvariantCulture);

        var result = await TracectlProcess.RunAsync(environment, "list", "--limit", "8", "--output", "table");

        Assert.Equal(9, result.Lines.Count);
        Assert.All(result.Lines, line => Assert.InRange(line.Length, 1, columns));
        Golden.Matches($"list-{columns}", result.ToString());
    }

    [Fact]
    public async Task A_wide_table_has_all_columns_and_cuts_nothing()
    {
        var result = await TracectlProcess.RunAsync(fixture.Simulator, "list", "--limit", "8", "--output", "wide");

        Golden.Matches("list-wide", result.ToString());
    }

    [Fact]
    public async Task Chosen_columns_stand_in_their_order_in_every_format_with_columns()
    {
        string[] list = ["list", "--source", "galtea", "--limit", "2", "--columns", "model,tokens,cost,types,ref"];

        var table = await TracectlProcess.RunAsync(fixture.Simulator, [.. list, "--output", "table"]);
        var rows = await TracectlProcess.RunAsync(fixture.Simulator, list);
        var csv = await TracectlProcess.RunAsync(fixture.Simulator, [.. list, "--output", "csv"]);

        Assert.Equal(["MODEL", "TOKENS", "COST", "TYPES", "REF"], table.Lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("claude-sonnet-4-5\t632\t0.00246\tGeneration,Tool,Agent\tgal:5c7c2cf", rows.Lines[0]);
        Assert.Equal(
            ["model,tokens,cost,types,ref", "claude-sonnet-4-5,632,0.00246,\"Generation,Tool,Agent\",gal:5c7c2cf"], csv.Lines.Take(2));
    }

    [Fact]
    public async Task Chosen_members_are_all_that_json_has()
    {
        string[] list = ["list", "--limit", "2", "--json", "name,status,sessionId"];

        var array = await TracectlProcess.RunAsync(fixture.Simulator, list);
        var lines = await TracectlProcess.RunAsync(fixture.Simulator, [.. list, "--output", "jsonl"]);

        string[] expected =
        [
            """{"name":"support_agent","status":"Error","sessionId":"session_035dc6d9892a8f71cdbdfd1d"}""",
            """{"name":"POST /api/v1/workers/heartbeat","status":"Ok","sessionId":null}""",
        ];
        Assert.Equal($"[{string.Join(',', expected)}]\n", array.Output);
        Assert.Equal(expected, lines.Lines);
    }

    [Theory]
    [InlineData("Invalid value 'colour' for --columns. Use row, ref, ", "--columns", "name,colour")]
    [InlineData("Invalid value 'colour' for --json. Use reference, ", "--json", "colour", "--output", "table")]
    [InlineData("--json can only be used with --output json or jsonl.", "--json", "name", "--output", "csv")]
    [InlineData("--columns cannot be used with JSON. Use --json", "--columns", "name", "--output", "jsonl")]
    public async Task Columns_and_members_that_cannot_be_written_are_reported(string expected, params string[] options)
    {
        var result = await TracectlProcess.RunAsync(fixture.Simulator, ["list", .. options]);

        Assert.Equal((ExitCodes.Usage, ""), (result.ExitCode, result.Output));
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_an_array_on_one_line()
    {
        var result = await TracectlProcess.RunAsync(fixture.Simulator, "list", "--limit", "2", "--output", "json");

        Golden.Matches("list-json", result.ToString());
    }

    [Fact]
    public async Task A_pipe_gets_tab_separated_rows_without_a_header()
    {
        var result = await TracectlProcess.RunAsync(fixture.Simulator, "list", "--limit", "2");

        Golden.Matches("list-rows", result.ToString());
    }

    [Fact]
    public async Task An_error_is_json_only_if_json_was_specified()
    {
        var pipe = await TracectlProcess.RunAsync(simulator: null, "list");
        var json = await TracectlProcess.RunAsync(simulator: null, "list", "--output", "jsonl");

        Assert.StartsWith("tracectl: No source is configured.", pipe.Error, StringComparison.Ordinal);
        Assert.StartsWith("""{"error":{"code":"configuration",""", json.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Times_have_their_offset_and_can_be_in_UTC()
    {
        var environment = TracectlEnvironment.Of(fixture.Simulator);
        (environment["TZ"], environment["COLUMNS"]) = ("Asia/Kolkata", "80");
        string[] list = ["list", "--limit", "1", "--output", "table"];

        var local = await TracectlProcess.RunAsync(environment, list);
        var utc = await TracectlProcess.RunAsync(environment, [.. list, "--utc"]);
        var since = await TracectlProcess.RunAsync(environment, [.. list, "--since", "2026-03-14T15:00"]);
        var sinceUtc = await TracectlProcess.RunAsync(environment, [.. list, "--since", "2026-03-14T15:09", "--utc"]);

        Assert.Contains("  2026-03-14 20:38:56+05:30  ", local.Lines[1], StringComparison.Ordinal);
        Assert.Contains("  2026-03-14 15:08:56Z  ", utc.Lines[1], StringComparison.Ordinal);
        Assert.Equal((2, 0), (since.Lines.Count, sinceUtc.Lines.Count));
        Assert.All(local.Lines, line => Assert.InRange(line.Length, 1, 80));
    }

    [Fact]
    public async Task Lines_and_values_hold_the_same_traces_in_the_same_order()
    {
        var lines = await TracectlProcess.RunAsync(fixture.Simulator, "list", "--output", "jsonl");
        var values = await TracectlProcess.RunAsync(fixture.Simulator, "list", "--output", "csv");

        var references = lines.Lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("reference").GetString()).ToList();
        Assert.Equal(20, references.Count);
        Assert.Equal(references, values.Lines.Skip(1).Select(line => line.Split(',')[0]));
    }

    [Fact]
    public async Task A_list_is_sorted_before_it_is_cut()
    {
        var result = await TracectlProcess.RunAsync(fixture.Simulator, "list", "--sort", "duration", "--limit", "5", "--output", "jsonl");

        var all = await TracectlProcess.RunAsync(fixture.Simulator, "list", "--limit", "0", "--output", "jsonl");
        Assert.Equal(DurationsOf(all).OrderDescending().Take(5), DurationsOf(result));
        Assert.Equal("Showing 5 of 74 traces. Use --limit 0 to show all.\n", result.Error);
    }

    [Fact]
    public async Task A_name_is_the_whole_name_and_a_text_a_part_of_it()
    {
        var name = await TracectlProcess.RunAsync(fixture.Simulator, "list", "--name", "support_agent", "--limit", "0", "--output", "csv");
        var part = await TracectlProcess.RunAsync(fixture.Simulator, "list", "--name", "support", "--limit", "0", "--output", "csv");
        var text = await TracectlProcess.RunAsync(fixture.Simulator, "list", "--text", "SUPPORT", "--limit", "0", "--output", "csv");

        Assert.Equal(7, name.Lines.Count);
        Assert.Single(part.Lines);
        Assert.Equal(name.Lines, text.Lines);
    }

    [Fact]
    public async Task Wide_and_dangerous_names_keep_the_table_straight()
    {
        await using var simulator = await TraceSimulator.StartAsync(
            options =>
            {
                options.TimeProvider = new FakeTimeProvider(SimulatorFixture.Time);
                (options.Kubiya.Traces, options.Galtea.Traces, options.Calyptia.Pipelines) = (0, 0, 0);
            },
            TestContext.Current.CancellationToken);
        string[] names = ["plain", "日本語の名前", "🚀 launch", "red \u001b[31m", "evil\u202etxt.exe", "two\nlines",
            "a name that is so long that it must be cut somewhere, 日本語の名前"];
        foreach (var (name, i) in names.Select((name, i) => (name, i)))
            simulator.Kubiya.AddTraceJson(
                $$"""{"name":{{JsonSerializer.Serialize(name)}},"trace_id":"{{i:x32}}","started_at":"2026-03-14T15:0{{9 - i}}:00Z"}""");
        var environment = TracectlEnvironment.Of(simulator);
        environment["COLUMNS"] = "120";

        var result = await TracectlProcess.RunAsync(environment, "list", "--output", "table");

        Golden.Matches("list-names", result.ToString());
    }

    [Fact]
    public async Task An_empty_list_is_an_empty_array_or_a_word()
    {
        var json = await TracectlProcess.RunAsync(fixture.Simulator, "list", "--name", "no such trace", "--output", "json");
        var table = await TracectlProcess.RunAsync(fixture.Simulator, "list", "--name", "no such trace", "--output", "table");

        Assert.Equal((0, "[]\n"), (json.ExitCode, json.Output));
        Assert.Equal((0, "", "No traces found.\n"), (table.ExitCode, table.Output, table.Error));
    }

    [Fact]
    public async Task A_source_that_fails_does_not_hide_the_others()
    {
        await using var simulator = await TraceSimulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        simulator.Faults.On(SimulatedService.Galtea).RespondWith(403);

        var result = await TracectlProcess.RunAsync(simulator, "list", "--limit", "0", "--output", "csv");

        Assert.Equal(ExitCodes.Authentication, result.ExitCode);
        Assert.StartsWith("tracectl: galtea", Assert.Single(result.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Assert.Equal(
            ["calyptia", "kubiya"], result.Lines.Skip(1).Select(line => line.Split(',')[1]).Distinct().Order(StringComparer.Ordinal));
    }

    private static IEnumerable<double> DurationsOf(TracectlResult result) => result.Lines
        .Select(line => JsonDocument.Parse(line).RootElement.TryGetProperty("durationMs", out var duration) ? duration.GetDouble() : -1);
}
