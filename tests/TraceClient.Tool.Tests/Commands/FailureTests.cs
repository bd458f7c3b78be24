using System.Text.Json;
using TraceClient.Testing;

namespace TraceClient.Tool.Tests.Commands;

[Trait("Category", "slow")]
public sealed class FailureTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>
{
    [Theory]
    [InlineData("show")]
    [InlineData("records")]
    [InlineData("follow")]
    public async Task A_trace_that_does_not_exist_is_3(string command)
    {
        var result =
            await TracectlProcess.RunAsync(fixture.Simulator, command, "kubiya:ffffffffffffffffffffffffffffffff", "--output", "table");

        Assert.Equal((ExitCodes.NotFound, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("tracectl: ", Assert.Single(result.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Assert.EndsWith("Try: tracectl list\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_id_is_3()
    {
        var result = await TracectlProcess.RunAsync(fixture.Simulator, "show", "ffffffffffffffffffffffffffffffff", "--output", "table");

        Assert.Equal(
            (ExitCodes.NotFound, "tracectl: Trace ffffffffffffffffffffffffffffffff was not found in any source. Try: tracectl list\n"),
            (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task A_wrong_token_is_4()
    {
        var result = await TracectlProcess.RunAsync(WithWrongToken(), "list", "--source", "kubiya", "--output", "table");

        Assert.Equal(ExitCodes.Authentication, result.ExitCode);
        Assert.EndsWith("Try: tracectl doctor\n", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreachable_address_is_5()
    {
        var environment = TracectlEnvironment.Of(fixture.Simulator);
        environment["KUBIYA_CONTROL_PLANE_BASE_URL"] = "http://127.0.0.1:1";

        var result = await TracectlProcess.RunAsync(environment, "show", "kubiya:1", "--output", "table");

        Assert.Equal((ExitCodes.Network, ""), (result.ExitCode, result.Output));
    }

    [Theory]
    [InlineData("list", "--limit", "-1")]
    [InlineData("list", "--limt", "1")]
    [InlineData("list", "--since", "yesterday-ish")]
    [InlineData("list", "--since", "-1h")]
    [InlineData("list", "--until", "2026-13-45")]
    [InlineData("list", "--limit", "many")]
    [InlineData("export", "--limit", "many")]
    [InlineData("stats", "--top", "many")]
    [InlineData("simulate", "--traces", "many")]
    [InlineData("follow", "--interval", "1x")]
    [InlineData("export", "--shard", "0/3")]
    [InlineData("list", "--status", "fine")]
    [InlineData("list", "--source", "other")]
    [InlineData("list", "--since", "1h", "--until", "2h")]
    [InlineData("show", "other:1")]
    [InlineData("stats", "--by", "colour")]
    [InlineData("records", "--kind", "colour")]
    [InlineData("follow", "--interval", "0s")]
    public async Task An_invalid_command_line_is_2_in_one_line(params string[] arguments)
    {
        var result = await TracectlProcess.RunAsync(fixture.Simulator, [.. arguments, "--output", "table"]);

        Assert.Equal((ExitCodes.Usage, ""), (result.ExitCode, result.Output));
        var line = Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        Assert.EndsWith($"Try: tracectl {arguments[0]} --help", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", line, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Unknown command 'lst'. Did you mean 'list'? Try: tracectl --help", "lst")]
    [InlineData("Unknown command 'lst'. Did you mean 'list'? Try: tracectl --help", "help", "lst")]
    [InlineData("Unknown command 'strat' of tracectl calyptia session. Did you mean 'start'? Try: tracectl calyptia session --help",
        "calyptia", "session", "strat")]
    [InlineData("Unknown option '--limt' of tracectl list. Did you mean '--limit'? Try: tracectl list --help", "list", "--limt", "5")]
    [InlineData("Unknown option '--xyzzy' of tracectl list. Try: tracectl list --help", "list", "--xyzzy=5")]
    [InlineData("Unexpected argument 'kubiya' for tracectl list. Try: tracectl list --help", "list", "kubiya")]
    public async Task An_unknown_argument_is_reported_with_a_suggestion(string expected, params string[] arguments)
    {
        var result = await TracectlProcess.RunAsync(simulator: null, [.. arguments, "--output", "table"]);

        Assert.Equal((ExitCodes.Usage, "", $"tracectl: {expected}\n"), (result.ExitCode, result.Output, result.Error));
    }

    [Theory]
    [InlineData]
    [InlineData("calyptia")]
    [InlineData("calyptia", "session")]
    [InlineData("list")]
    public async Task The_command_and_the_option_show_the_same_help(params string[] command)
    {
        var option = await TracectlProcess.RunAsync(simulator: null, [.. command, "--help"]);
        var help = await TracectlProcess.RunAsync(simulator: null, ["help", .. command]);

        Assert.Equal((ExitCodes.Ok, ""), (option.ExitCode, option.Error));
        Assert.Contains("\nUsage:\n", option.Output, StringComparison.Ordinal);
        Assert.Equal(option, help);
        if (command is ["calyptia", ..])
            Assert.Equal(option, await TracectlProcess.RunAsync(simulator: null, command));
    }

    [Theory]
    [InlineData("list", "json")]
    [InlineData("list", "csv")]
    [InlineData("stats", "json")]
    [InlineData("stats", "table")]
    public async Task Nothing_is_written_when_every_source_failed(string command, string format)
    {
        var failed = await TracectlProcess.RunAsync(WithWrongToken(), command, "--source", "kubiya", "--output", format);
        var empty = await TracectlProcess.RunAsync(
            fixture.Simulator, command, "--source", "kubiya", "--name", "no such name", "--output", format);

        Assert.Equal((ExitCodes.Authentication, ""), (failed.ExitCode, failed.Output));
        Assert.Equal(ExitCodes.Ok, empty.ExitCode);
        Assert.NotEmpty(empty.Output);
    }

    [Fact]
    public async Task When_one_source_fails_the_others_are_listed_and_its_exit_code_is_returned()
    {
        var result = await TracectlProcess.RunAsync(WithWrongToken(), "list", "--limit", "0", "--output", "json");

        Assert.Equal(ExitCodes.Authentication, result.ExitCode);
        using var traces = JsonDocument.Parse(result.Output);
        Assert.Equal(["calyptia", "galtea"],
            traces.RootElement.EnumerateArray().Select(trace => trace.GetProperty("source").GetString()).Distinct().Order());
    }

    [Fact]
    public async Task Without_a_token_the_error_has_a_hint()
    {
        var result = await TracectlProcess.RunAsync(simulator: null, "list", "--output", "table");

        Assert.Equal(ExitCodes.Usage, result.ExitCode);
        Assert.Contains("Try: tracectl list --demo", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_is_an_object_in_JSON()
    {
        var result =
            await TracectlProcess.RunAsync(fixture.Simulator, "show", "kubiya:ffffffffffffffffffffffffffffffff", "--output", "json");

        var error = JsonDocument.Parse(result.Error).RootElement.GetProperty("error");
        Assert.Equal(("not-found", 3, "kubiya", "tracectl list"), (
            error.GetProperty("code").GetString(), error.GetProperty("exitCode").GetInt32(), error.GetProperty("source")
                .GetString(), error.GetProperty("hint").GetString()));
    }

    [Fact]
    public async Task An_invalid_response_is_1()
    {
        await using var simulator = await TraceSimulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        simulator.Faults.On(SimulatedService.Kubiya).InvalidJson();

        var result = await TracectlProcess.RunAsync(simulator, "list", "--source", "kubiya", "--output", "table");

        Assert.Equal(ExitCodes.Failure, result.ExitCode);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
    }

    private Dictionary<string, string?> WithWrongToken()
    {
        var environment = TracectlEnvironment.Of(fixture.Simulator);
        environment["KUBIYA_API_KEY"] = "wrong";
        return environment;
    }
}
