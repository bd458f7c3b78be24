using System.Globalization;

namespace TraceClient.Tool.Tests.Commands;

[Trait("Category", "slow")]
public sealed class HelpTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>
{
    [Theory]
    [InlineData(80, "")]
    [InlineData(120, "")]
    [InlineData(200, "")]
    [InlineData(80, "list")]
    [InlineData(120, "list")]
    [InlineData(120, "show")]
    [InlineData(120, "config")]
    [InlineData(120, "calyptia")]
    public async Task Help_has_examples_first_and_fits_the_terminal(int columns, string command)
    {
        var result = await RunAsync(columns, command.Length == 0 ? ["--help"] : [command, "--help"]);

        Assert.Equal((ExitCodes.Ok, ""), (result.ExitCode, result.Error));
        Assert.All(result.Lines.Where(line => !line.StartsWith("  tracectl ", StringComparison.Ordinal)
            && !line.StartsWith("Common", StringComparison.Ordinal) && !line.StartsWith("Connection", StringComparison.Ordinal)),
            line => Assert.InRange(line.Length, 1, Math.Min(columns, 120)));
        Golden.Matches($"help-{(command.Length == 0 ? "root" : command)}-{columns}", result.Output);
    }

    [Fact]
    public async Task Without_a_command_and_a_source_the_overview_says_how_to_begin()
    {
        var result = await TracectlProcess.RunAsync(simulator: null);

        Golden.Matches("overview-empty", result.ToString());
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public async Task Without_a_command_the_overview_has_the_sources_and_their_newest_traces(int columns) =>
        Golden.Matches($"overview-{columns}", (await RunAsync(columns)).ToString());

    [Fact]
    public async Task The_rows_of_the_overview_can_be_shown()
    {
        using var home = new Configuration.ToolHome();
        var environment = TracectlEnvironment.Of(fixture.Simulator);
        environment["XDG_STATE_HOME"] = home.Folder;
        await TracectlProcess.RunAsync(environment);

        var result = await TracectlProcess.RunAsync(environment, "show", "@2", "--output", "csv");

        Assert.StartsWith("kubiya:22f0e313463b49bb8e9b1f5d61dafda1,", result.Lines[1], StringComparison.Ordinal);
        Assert.Equal("", result.Error);
    }

    private Task<TracectlResult> RunAsync(int columns, params string[] arguments)
    {
        var environment = TracectlEnvironment.Of(fixture.Simulator);
        environment["COLUMNS"] = columns.ToString(CultureInfo.InvariantCulture);
        return TracectlProcess.RunAsync(environment, arguments);
    }
}
