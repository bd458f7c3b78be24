using System.Diagnostics;

namespace TraceClient.Tool.Tests.Commands;

/// <summary>Runs the tool in a terminal, which the program <c>script</c> of every Linux provides.</summary>
[Trait("Category", "slow")]
public sealed class PagerTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>
{
    [Theory]
    [InlineData("list --limit 15", "sed s/^/p:/", 16)]
    [InlineData("list --limit 3", "sed s/^/p:/", 0)]
    [InlineData("list --limit 15 --no-pager", "sed s/^/p:/", 0)]
    [InlineData("list --limit 15 --output csv", "sed s/^/p:/", 0)]
    [InlineData("list --limit 15", "", 0)]
    [InlineData("list --limit 15", "no-such-pager-at-all", 0)]
    public async Task Only_a_table_that_is_longer_than_the_screen_goes_through_the_pager(string arguments, string pager, int paged)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var lines = await RunInTerminalAsync(arguments, pager);

        Assert.Equal(paged, lines.Count(line => line.StartsWith("p:", StringComparison.Ordinal)));
        if (arguments.EndsWith("15", StringComparison.Ordinal))
            Assert.Equal("Showing 15 of 74 traces. Use --limit 0 to show all.", lines[^1]);
    }

    private async Task<IReadOnlyList<string>> RunInTerminalAsync(string arguments, string pager)
    {
        var tool = $"dotnet '{Path.Combine(AppContext.BaseDirectory, "tracectl.dll")}' {arguments}";
        var start = new ProcessStartInfo("script", ["-qec", $"stty rows 10 cols 100; {tool}", "/dev/null"])
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in TracectlEnvironment.Of(fixture.Simulator))
            start.Environment[name] = value;
        start.Environment["PAGER"] = pager;
        start.Environment["NO_COLOR"] = "1";
        start.Environment["XDG_STATE_HOME"] = Path.Combine(Path.GetTempPath(), "tracectl-test-state");
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        // The runtime prepares the terminal when it starts a program.
        return text.Replace("\e[?1h\e=", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
