using System.Text.Json;
using TraceClient.Testing;

namespace TraceClient.Tool.Tests.Commands;

public sealed class DoctorTests : IAsyncLifetime
{
    private static readonly string[] Facts = ["level", "token", "address", "latencyMs"];

    private TraceSimulator _simulator = null!;

    public async ValueTask InitializeAsync() =>
        _simulator = await TraceSimulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _simulator.DisposeAsync();

    [Fact]
    public async Task Without_tokens_the_report_suggests_variables()
    {
        var result = await RunAsync(TracectlEnvironment.Of(simulator: null), "--output", "table");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("calyptia is not configured. Try: export CALYPTIA_CLOUD_TOKEN=", result.Output, StringComparison.Ordinal);
        Assert.Contains("kubiya is not configured. Try: export KUBIYA_API_KEY=", result.Output, StringComparison.Ordinal);
        Assert.Contains("galtea is not configured. Try: export GALTEA_API_KEY=", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_sources_are_healthy()
    {
        var result = await RunAsync(TracectlEnvironment.Of(_simulator));

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.All(Results(result), source => Assert.Equal(("Healthy", 4), (source.Stage, source.Known)));
        Assert.Equal(["calyptia", "kubiya", "galtea"], Results(result).Select(source => source.Source));
        Assert.DoesNotContain(
            "Try:", (await RunAsync(TracectlEnvironment.Of(_simulator), "--output", "table")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_is_healthy_without_a_token() =>
        Assert.Equal(0, (await RunAsync(TracectlEnvironment.Of(simulator: null), "--demo")).ExitCode);

    [Fact]
    public async Task A_wrong_token_is_reported_with_its_variable()
    {
        var environment = TracectlEnvironment.Of(_simulator);
        environment["GALTEA_API_KEY"] = "wrong";

        var json = await RunAsync(environment);
        var table = await RunAsync(environment, "--output", "table");

        var galtea = Results(json).Single(source => source.Source == "galtea");
        Assert.Equal((4, "Reachable", "authentication", 4), (json.ExitCode, galtea.Stage, galtea.ErrorCode, galtea.ErrorExitCode));
        Assert.Equal(2, Results(json).Count(source => source.Stage == "Healthy"));
        Assert.Contains("galtea    ✓ environment  ✓          ✗              -", table.Output, StringComparison.Ordinal);
        Assert.Contains("Try: export GALTEA_API_KEY=", table.Output, StringComparison.Ordinal);
        Assert.Equal(4, table.ExitCode);
    }

    [Fact]
    public async Task An_unreachable_source_decides_the_exit_code_before_a_wrong_token()
    {
        var environment = TracectlEnvironment.Of(_simulator);
        environment["GALTEA_API_KEY"] = "wrong";
        await using (var dead = await TraceSimulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken))
            environment["KUBIYA_CONTROL_PLANE_BASE_URL"] = dead.KubiyaAddress.ToString();

        var json = await RunAsync(environment);
        var table = await RunAsync(environment, "--output", "table");

        Assert.Equal((5, "Unreachable", 5), (json.ExitCode, Results(json)[1].Stage, Results(json)[1].ErrorExitCode));
        Assert.Contains("kubiya    ✓ environment  ✗          -              -", table.Output, StringComparison.Ordinal);
        Assert.Contains("Try: export KUBIYA_CONTROL_PLANE_BASE_URL=https://", table.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, 0, 10, 5, 15)]
    [InlineData(30, 100, 100, 10, 5, 15)]
    [InlineData(2, 1, 3, 2, 1, 3)]
    public void A_check_takes_15_seconds_at_most(
        int attempt, int silence, int total, int attemptUsed, int silenceUsed, int totalUsed)
    {
        var options = new ResilienceOptions
        {
            AttemptTimeout = TimeSpan.FromSeconds(attempt),
            BodyIdleTimeout = TimeSpan.FromSeconds(silence),
            TotalTimeout = TimeSpan.FromSeconds(total),
        };

        SourceCheck.LimitTimeouts(options);

        Assert.Equal(0, options.MaxRetries);
        Assert.Equal(
            (attemptUsed, silenceUsed, totalUsed),
            (options.AttemptTimeout.TotalSeconds, options.BodyIdleTimeout.TotalSeconds, options.TotalTimeout.TotalSeconds));
    }

    [Fact]
    public async Task A_body_that_never_ends_ends_a_check()
    {
        _simulator.Faults.On().Trickle(1, TimeSpan.FromMilliseconds(200));
        var time = new FakeTimeProvider();

        foreach (var source in DemoSettings.Of(_simulator))
        {
            var running = SourceCheck.RunAsync(source, time, TestContext.Current.CancellationToken);
            while (!running.IsCompleted)
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                await Task.Yield();
            }

            Assert.Equal(SourceCheckStage.Unreachable, (await running).Stage);
        }
    }

    [Fact]
    public async Task An_HTML_page_is_reachable_but_not_authenticated()
    {
        _simulator.Faults.On(SimulatedService.Kubiya).RespondWithHtml();

        var result = await RunAsync(TracectlEnvironment.Of(_simulator), "--source", "kubiya", "--output", "table");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("kubiya  ✓ environment  ✓          -              ✗", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("galtea", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_with_an_unexpected_shape_is_authenticated_but_not_healthy()
    {
        _simulator.Faults.On(SimulatedService.Kubiya).RespondWith(200, """{"items":7}""");

        var result = await RunAsync(TracectlEnvironment.Of(_simulator), "--source", "kubiya");

        Assert.Equal((1, "Authenticated"), (result.ExitCode, Assert.Single(Results(result)).Stage));
    }

    [Fact]
    public async Task One_misconfigured_source_does_not_keep_the_others_from_being_checked()
    {
        using var home = new Configuration.ToolHome().Configure($$"""
            {
              "Kubiya": { "Token": "{{_simulator.Tokens.Kubiya}}", "BaseAddress": "{{_simulator.KubiyaAddress}}" },
              "Galtea": { "Token": "x", "PageSize": 0 },
            }
            """);

        var result = await RunAsync(home.Environment());

        Assert.Equal(2, result.ExitCode);
        Assert.Equal(["NotConfigured", "Healthy", "Misconfigured"], Results(result).Select(source => source.Stage));
        Assert.Equal("configuration", Results(result)[2].ErrorCode);
    }

    [Fact]
    public async Task A_selected_source_must_be_configured()
    {
        var environment = TracectlEnvironment.Of(_simulator);
        environment["GALTEA_API_KEY"] = environment["GALTEA_API_URL"] = null;

        var all = await RunAsync(environment);
        var selected = await RunAsync(environment, "--source", "galtea", "--source", "kubiya");

        Assert.Equal((0, 2), (all.ExitCode, selected.ExitCode));
    }

    [Fact]
    public async Task Comma_separated_values_have_a_row_for_each_source()
    {
        var result = await RunAsync(TracectlEnvironment.Of(_simulator), "--output", "csv");

        Assert.Equal("source,stage,level,token,address,latencyMs,exitCode,error,hint", result.Lines[0]);
        Assert.StartsWith("kubiya,Healthy,environment,KUBIYA_API_KEY,http://127.0.0.1:", result.Lines[2], StringComparison.Ordinal);
        Assert.Equal(4, result.Lines.Count);
    }

    private static Task<TracectlResult> RunAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        TracectlProcess.RunAsync(environment, ["doctor", .. arguments, .. arguments.Contains("--output", StringComparer.Ordinal)
            ? Array.Empty<string>()
            : ["--output", "json"]]);

    private static IReadOnlyList<Result> Results(TracectlResult result)
    {
        using var document = JsonDocument.Parse(result.Output);
        return
        [
            .. document.RootElement.EnumerateArray().Select(source =>
            {
                var hasError = source.TryGetProperty("error", out var error);
                return new Result(
                    source.GetProperty("source").GetString()!,
                    source.GetProperty("stage").GetString()!,
                    hasError ? error.GetProperty("code").GetString() : null,
                    hasError ? error.GetProperty("exitCode").GetInt32() : null,
                    Facts.Count(name => source.TryGetProperty(name, out _)));
            }),
        ];
    }

    private sealed record Result(string Source, string Stage, string? ErrorCode, int? ErrorExitCode, int Known);
}
