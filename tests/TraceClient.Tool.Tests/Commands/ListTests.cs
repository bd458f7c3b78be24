using System.Globalization;
using System.Text.Json;
using TraceClient.Testing;

namespace TraceClient.Tool.Tests.Commands;

public sealed class ListTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>
{
    [Theory]
    [InlineData(60)]
    [InlineData(100)]
    [InlineData(160)]
    [InlineData(200)]
    public async Task A_table_shows_the_newest_traces_of_all_sources_at_any_width(int columns)
    {
        var environment = TracectlEnvironment.Of(fixture.Simulator);
        environment["COLUMNS"] = columns.ToString(CultureInfo.InvariantCulture);

        var result = await TracectlProcess.RunAsync(environment, "list", "--limit", "8", "--output", "table");

        Golden.Matches($"list-{columns}", result.ToString());
    }

    [Fact]
    public async Task A_pipe_gets_json()
    {
        var result = await TracectlProcess.RunAsync(fixture.Simulator, "list", "--limit", "2");

        Golden.Matches("list-json", result.ToString());
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
        var json = await TracectlProcess.RunAsync(fixture.Simulator, "list", "--name", "no such trace");
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
