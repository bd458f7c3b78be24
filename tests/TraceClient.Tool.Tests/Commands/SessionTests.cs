using System.Text.Json;
using TraceClient.Testing;

namespace TraceClient.Tool.Tests.Commands;

[Trait("Category", "slow")]
public sealed class SessionTests : IAsyncLifetime
{
    private TraceSimulator _simulator = null!;

    private string Pipeline => _simulator.Calyptia.PipelineIds.First();

    public async ValueTask InitializeAsync() =>
        _simulator = await TraceSimulator.StartAsync(options => options.Seed = 7, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _simulator.DisposeAsync();

    [Fact]
    public async Task A_session_is_stopped_started_extended_and_listed()
    {
        var before = _simulator.Calyptia.ActiveSessionId(Pipeline);

        var stop = await RunAsync("stop", "orders");
        var start = await RunAsync("start", "orders", "--plugin", "tail.0", "--plugin", "grep.0", "--lifespan", "1h30m");
        var extend = await RunAsync("extend", Pipeline, "--by", "90s");
        var list = await RunAsync("list", "orders");

        Assert.Equal((0, 0, 0, 0), (stop.ExitCode, start.ExitCode, extend.ExitCode, list.ExitCode));
        var started = JsonDocument.Parse(start.Output).RootElement;
        Assert.Equal(before, JsonDocument.Parse(stop.Output).RootElement.GetProperty("id").GetString());
        Assert.False(JsonDocument.Parse(stop.Output).RootElement.GetProperty("active").GetBoolean());
        Assert.Equal(_simulator.Calyptia.ActiveSessionId(Pipeline), started.GetProperty("id").GetString());
        Assert.Equal(["tail.0", "grep.0"], started.GetProperty("plugins").EnumerateArray().Select(plugin => plugin.GetString()));
        Assert.Equal("1h30m", started.GetProperty("lifespan").GetString());
        Assert.Contains(
            $"tracectl list --source calyptia --session {started.GetProperty("id").GetString()}", start.Error, StringComparison.Ordinal);
        Assert.Equal("1h31m30s", JsonDocument.Parse(extend.Output).RootElement.GetProperty("lifespan").GetString());
        var sessions = JsonDocument.Parse(list.Output).RootElement.EnumerateArray().ToList();
        Assert.Equal([true, false, false], sessions.Select(session => session.GetProperty("active").GetBoolean()));
        Assert.Equal("1h31m30s", sessions[0].GetProperty("lifespan").GetString());
        Assert.Contains(_simulator.Requests, request => request.Method == "PATCH" && request.BodyText == """{"lifespan":"1h31m30s"}""");
    }

    [Fact]
    public async Task A_second_session_is_rejected_with_a_hint()
    {
        var result = await RunAsync("start", "orders", "--output", "table");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(
            $"Trace session {_simulator.Calyptia.ActiveSessionId(Pipeline)} is already active on pipeline orders until ", result.Error,
            StringComparison.Ordinal);
        Assert.Contains("Try: tracectl calyptia session extend orders, or tracectl calyptia session stop orders", result.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_plugins_those_of_the_last_session_are_traced()
    {
        _simulator.Calyptia.TerminateSession(_simulator.Calyptia.ActiveSessionId(Pipeline)!);
        var added = _simulator.Calyptia.AddPipeline("fresh");

        var result = await RunAsync("start", "orders", "--output", "table");
        var fresh = await RunAsync("start", added, "--output", "table");

        Assert.Equal((0, 2), (result.ExitCode, fresh.ExitCode));
        Assert.Contains("Plugins: tail.0 grep.0 record_modifier.1 lua.2 http.0.", result.Output, StringComparison.Ordinal);
        Assert.Contains("Specify the plugins to trace.", fresh.Error, StringComparison.Ordinal);
        Assert.Contains($"Try: tracectl calyptia session start {added} --plugin ", fresh.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_active_session_stop_and_extend_fail()
    {
        _simulator.Calyptia.TerminateSession(_simulator.Calyptia.ActiveSessionId(Pipeline)!);

        var stop = await RunAsync("stop", "orders", "--output", "table");
        var extend = await RunAsync("extend", "orders", "--output", "json");

        Assert.Equal((3, 3), (stop.ExitCode, extend.ExitCode));
        Assert.Equal("tracectl: No trace session is active on pipeline orders. Try: tracectl calyptia session start orders\n", stop.Error);
        Assert.Equal("not-found", JsonDocument.Parse(extend.Error).RootElement.GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("list")]
    [InlineData("start", "--plugin", "tail.0")]
    [InlineData("stop")]
    [InlineData("extend")]
    public async Task An_unknown_pipeline_is_reported(string command, params string[] more)
    {
        var id = await RunAsync([command, "00000000-0000-4000-8000-000000000000", "--output", "table", .. more]);
        var name = await RunAsync([command, "ordrs", "--output", "table", .. more]);

        Assert.Equal((3, 3), (id.ExitCode, name.ExitCode));
        Assert.Contains(
            "Pipeline 00000000-0000-4000-8000-000000000000 was not found, or the token has no access to it.",
            id.Error,
            StringComparison.Ordinal);
        Assert.Contains(
            "Pipeline 'ordrs' was not found. Available pipelines: audit, metrics, orders.", name.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_users_token_finds_a_pipeline_in_any_of_its_projects()
    {
        var environment = TracectlEnvironment.Of(_simulator);
        environment["CALYPTIA_CLOUD_TOKEN"] = _simulator.Tokens.Calyptia = "a-users-token";

        var result = await TracectlProcess.RunAsync(environment, "calyptia", "session", "list", "audit");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(_simulator.Requests, request => request.Path == "/v1/projects");
    }

    [Fact]
    public async Task Two_pipelines_with_one_name_are_distinguished_by_id()
    {
        var added = _simulator.Calyptia.AddPipeline("orders");

        var result = await RunAsync("list", "orders", "--output", "table");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(added, result.Error, StringComparison.Ordinal);
        Assert.Contains(Pipeline, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_truncated_list_says_so()
    {
        for (var i = 0; i < 120; i++)
            _simulator.Calyptia.AddSessionJson(Pipeline, """{"lifespan":"1s"}""");

        var cut = await RunAsync("list", "orders", "--limit", "3", "--output", "csv");
        var all = await RunAsync("list", "orders", "--limit", "0", "--output", "csv");

        Assert.Equal((4, 123), (cut.Lines.Count, all.Lines.Count));
        Assert.Equal("Showing the newest 3 sessions. Use --limit 0 to show all.\n", cut.Error);
        Assert.Equal("", all.Error);
    }

    [Theory]
    [InlineData("10")]
    [InlineData("-5m")]
    [InlineData("0s")]
    [InlineData("PT5M")]
    public async Task An_invalid_duration_is_rejected(string lifespan)
    {
        var result = await RunAsync("start", "orders", "--plugin", "tail.0", $"--lifespan={lifespan}", "--output", "table");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"Invalid value '{lifespan}' for --lifespan. Use 90s, 10m or 1h30m.", result.Error, StringComparison.Ordinal);
        Assert.Empty(_simulator.Requests);
    }

    [Fact]
    public async Task Without_Calyptia_the_error_suggests_a_variable()
    {
        var environment = TracectlEnvironment.Of(_simulator);
        environment["CALYPTIA_CLOUD_TOKEN"] = environment["CALYPTIA_CLOUD_URL"] = null;

        var result = await TracectlProcess.RunAsync(environment, "calyptia", "session", "list", "orders", "--output", "table");

        Assert.Equal((2, "tracectl: calyptia is not configured. Try: export CALYPTIA_CLOUD_TOKEN=…\n"), (result.ExitCode, result.Error));
    }

    private Task<TracectlResult> RunAsync(params string[] arguments) =>
        TracectlProcess.RunAsync(_simulator, ["calyptia", "session", .. arguments, .. arguments.Contains("--output", StringComparer.Ordinal)
            ? Array.Empty<string>()
            : ["--output", "json"]]);
}
