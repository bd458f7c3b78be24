using TraceClient.Testing;
using TraceClient.Tests.Conventions;
using TraceClient.Tool.Tests.Configuration;

namespace TraceClient.Tool.Tests.Commands;

[Trait("Category", "slow")]
public sealed class SimulateTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_prints_shell_commands_and_stops_on_an_interrupt_without_an_error()
    {
        await using var process = Start("simulate", "--seed", "7", "--traces", "12", "--spans", "4", "--verbose");
        var variables = await ReadVariablesAsync(process);
        await using var client = TraceClients.Create(options => options.ReadEnvironment(name => variables.GetValueOrDefault(name)));

        var traces = await client.ListTracesAsync(cancellationToken: Cancel).ToListAsync(Cancel);
        process.Interrupt();
        var result = await process.WaitAsync();

        Assert.Equal(
            ["CALYPTIA_CLOUD_URL", "CALYPTIA_CLOUD_TOKEN", "KUBIYA_CONTROL_PLANE_BASE_URL", "KUBIYA_API_KEY", "GALTEA_API_URL",
                "GALTEA_API_KEY"], variables.Keys);
        Assert.Equal((12, 12),
            (traces.Count(trace => trace.Source == SourceNames.Kubiya), traces.Count(trace => trace.Source == SourceNames.Galtea)));
        Assert.All(traces.Where(trace => trace.Source == SourceNames.Galtea), trace => Assert.Equal(4, trace.SpanCount));
        Assert.Equal((0, ""), (result.ExitCode, result.Output));
        Assert.Contains("Press Ctrl-C to stop", result.Error, StringComparison.Ordinal);
        Assert.Contains("Kubiya GET /api/v1/traces → 200", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_ids()
    {
        var first = await RunAsync("simulate", "--seed", "5", "--", Tracectl, "list", "--source", "kubiya", "--output", "csv");
        var same = await RunAsync("simulate", "--seed", "5", "--", Tracectl, "list", "--source", "kubiya", "--output", "csv");
        var other = await RunAsync("simulate", "--seed", "6", "--", Tracectl, "list", "--source", "kubiya", "--output", "csv");

        Assert.Equal((0, 21), (first.ExitCode, first.Lines.Count));
        Assert.Equal(Ids(first), Ids(same));
        Assert.NotEqual(Ids(first), Ids(other));
    }

    [Fact]
    public async Task The_exit_code_is_that_of_the_command()
    {
        var result = await RunAsync("simulate", "--", "sh", "-c", "echo $KUBIYA_API_KEY; exit 7");
        var missing = await RunAsync("simulate", "--output", "table", "--", "no-such-program");

        Assert.Equal((7, "kubiya-simulated-42\n"), (result.ExitCode, result.Output));
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("Cannot run 'no-such-program'", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupt_does_not_leave_the_command_behind()
    {
        await using var process = Start("simulate", "--", "sh", "-c", "echo $$; exec sleep 1000");
        var child = await process.ReadLineAsync();

        process.Interrupt();
        var result = await process.WaitAsync();

        Assert.NotEqual(0, result.ExitCode);
        Assert.Throws<ArgumentException>(
            () => System.Diagnostics.Process.GetProcessById(int.Parse(child!, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Json_is_written_when_it_is_specified()
    {
        await using var process = Start("simulate", "--output", "json", "--port", "0");
        var line = await process.ReadLineAsync();
        process.Interrupt();

        using var document = System.Text.Json.JsonDocument.Parse(line!);
        Assert.Equal("gsk_simulated42", document.RootElement.GetProperty("GALTEA_API_KEY").GetString());
        Assert.Equal(0, (await process.WaitAsync()).ExitCode);
    }

    [Fact]
    public async Task Real_output_of_Fluent_Bits_Tap_becomes_a_session()
    {
        using var home = new ToolHome();
        var tap = home.Write("tap.jsonl", await File.ReadAllTextAsync(TapSample, Cancel));

        var result = await RunAsync("simulate", "--tap", tap, "--", Tracectl, "list", "--source", "calyptia", "--service", "tap-1",
            "--limit", "0", "--output", "csv");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(
            $"Loaded 60 events from {tap}. To list the traces: tracectl list --session ", result.Error, StringComparison.Ordinal);
        Assert.InRange(result.Lines.Count, 2, 61);
    }

    [Fact]
    public async Task An_unknown_output_format_is_rejected()
    {
        using var home = new ToolHome();

        var wrong = await RunAsync("simulate", "--output", "table", "--tap", home.Write("tap.jsonl", "hello"));
        var missing = await RunAsync("simulate", "--output", "table", "--tap", Path.Combine(home.Folder, "nowhere"));

        Assert.Equal((1, 1), (wrong.ExitCode, missing.ExitCode));
        Assert.Contains("tap.jsonl: ", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_reported()
    {
        await using var simulator = await TraceSimulator.StartAsync(cancellationToken: Cancel);

        var result = await RunAsync("simulate", "--output", "table", "--port",
            simulator.KubiyaAddress.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var none = await RunAsync("simulate", "--output", "table", "--port", "70000");

        Assert.Equal((1, 2), (result.ExitCode, none.ExitCode));
        Assert.Contains(
            "is already in use. Try: tracectl simulate --port 0", result.Error, StringComparison.Ordinal);
        Assert.Contains("Use a number from 0 to 65535.", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Live_traces_begin_and_end()
    {
        await using var process = Start("simulate", "--live", "--traces", "0");
        var variables = await ReadVariablesAsync(process);
        await using var client = TraceClients.Create(options => options.ReadEnvironment(name => variables.GetValueOrDefault(name)));

        // Each round is three requests and more: no pause is needed.
        List<TraceSummary> traces;
        do
            traces = await client.ListTracesAsync(cancellationToken: Cancel).ToListAsync(Cancel);
        while (!traces.Any(trace => trace is { Source: SourceNames.Kubiya, Status: TraceStatus.Ok }));

        Assert.Equal([SourceNames.Calyptia, SourceNames.Galtea, SourceNames.Kubiya],
            traces.Select(trace => trace.Source).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        var trace = await client.GetTraceAsync(
            traces.First(found => found is { Source: SourceNames.Kubiya, Status: TraceStatus.Ok }).Reference, Cancel);
        Assert.Equal(["live.task", "live.plan", "live.search", "live.read", "live.answer"], trace.Spans.Select(span => span.Name));
        process.Interrupt();
        Assert.Equal(0, (await process.WaitAsync()).ExitCode);
    }

    // The program's launcher stands beside the tests.
    private static string Tracectl => Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "tracectl.exe" : "tracectl");

    private static string TapSample =>
        Path.Combine(SourceTree.Root, "tests", "TraceClient.Testing.Tests", "Samples", "v2.0.14-d-two-inputs-same-prefix.jsonl");

    private static IEnumerable<string> Ids(TracectlResult result) => result.Lines.Select(line => line.Split(',')[0]);

    private static TracectlProcess Start(params string[] arguments) =>
        TracectlProcess.Start(TracectlEnvironment.Of(simulator: null), arguments);

    private static Task<TracectlResult> RunAsync(params string[] arguments) =>
        TracectlProcess.RunAsync(TracectlEnvironment.Of(simulator: null), arguments);

    private static async Task<Dictionary<string, string>> ReadVariablesAsync(TracectlProcess process)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < 6; i++)
        {
            var line = await process.ReadLineAsync();
            Assert.StartsWith("export ", line, StringComparison.Ordinal);
            var parts = line!["export ".Length..].Split('=', 2);
            variables.Add(parts[0], parts[1]);
        }

        return variables;
    }
}
