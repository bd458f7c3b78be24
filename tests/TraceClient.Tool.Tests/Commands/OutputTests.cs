using System.Diagnostics;
using TraceClient.Testing;

namespace TraceClient.Tool.Tests.Commands;

public sealed class OutputTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>
{
    [Theory]
    [InlineData("jsonl")]
    [InlineData("csv")]
    [InlineData("table")]
    public async Task A_closed_pipe_ends_the_program_without_an_error(string format)
    {
        await using var simulator = await StartAsync(traces: 1_000_000);
        await using var process = TracectlProcess.Start(simulator, "list", "--limit", "0", "--output", format);

        Assert.NotNull(await process.ReadLineAsync());
        process.CloseOutput();
        var result = await process.WaitAsync();

        Assert.Equal((ExitCodes.Ok, ""), (result.ExitCode, result.Error));
        Assert.True(simulator.Requests.Count < 100, $"The list was read on for nobody: {simulator.Requests.Count} requests.");
    }

    [Fact]
    public async Task Commands_that_write_to_one_file_write_one_after_the_other()
    {
        if (OperatingSystem.IsWindows())
            return;
        var file = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo(
                "sh", ["-c",
                    $"{{ echo first; dotnet '{Path.Combine(AppContext.BaseDirectory, "tracectl.dll")}' list "
                    + $"--limit 1 --output csv; echo last; }} > '{file}'"]);
            foreach (var (name, value) in TracectlEnvironment.Of(fixture.Simulator))
                start.Environment[name] = value;
            start.Environment["XDG_STATE_HOME"] = Path.Combine(Path.GetTempPath(), "tracectl-test-state");
            using var shell = Process.Start(start)!;
            await shell.WaitForExitAsync(TestContext.Current.CancellationToken);

            var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
            Assert.Equal(4, lines.Length);
            Assert.Equal(("first", "last"), (lines[0], lines[3]));
            Assert.StartsWith("reference,", lines[1], StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("list")]
    [InlineData("show")]
    [InlineData("records")]
    [InlineData("follow")]
    [InlineData("stats")]
    public async Task The_help_of_a_command_has_examples(string command)
    {
        var result = await TracectlProcess.RunAsync(simulator: null, command, "--help");

        Assert.Equal((ExitCodes.Ok, ""), (result.ExitCode, result.Error));
        Assert.Contains($"Examples:\n  tracectl {command} ", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("show")]
    [InlineData("records")]
    [InlineData("follow")]
    [InlineData("stats")]
    public async Task The_help_of_a_command_describes_each_output_format(string command)
    {
        var result = await TracectlProcess.RunAsync(simulator: null, command, "--help");

        var section = result.Output[result.Output.IndexOf("\nOutput:\n", StringComparison.Ordinal)..result.Output.IndexOf(
            "\nCommon options:", StringComparison.Ordinal)];
        foreach (var form in new[] { "  table ", "  json", "jsonl" })
            Assert.Contains(form, section, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list --limit 1 --output table")]
    [InlineData("export --limit 1 --output table")]
    [InlineData("list --help --output table")]
    public async Task A_full_disk_is_1_in_one_line(string arguments)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var (code, error) = await RunInShellAsync($"{arguments} > /dev/full");

        Assert.Equal(ExitCodes.Failure, code);
        Assert.StartsWith(
            "tracectl: Cannot write to standard output: ", Assert.Single(error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_are_written_when_standard_error_is_closed()
    {
        if (OperatingSystem.IsWindows())
            return;
        var file = Path.GetTempFileName();
        try
        {
            var (code, _) = await RunInShellAsync($"list --limit 2 --output jsonl 2>&- > '{file}'");

            Assert.Equal((ExitCodes.Ok, 2), (code, (await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken)).Length));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Colors_can_be_forced_without_a_terminal()
    {
        var environment = TracectlEnvironment.Of(fixture.Simulator);
        environment["CLICOLOR_FORCE"] = "1";

        var forced = await TracectlProcess.RunAsync(environment, "list", "--limit", "1", "--output", "table");
        environment["NO_COLOR"] = "1";
        var refused = await TracectlProcess.RunAsync(environment, "list", "--limit", "1", "--output", "table");

        Assert.Contains("\e[", forced.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", refused.Output, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Error)> RunInShellAsync(string commandLine)
    {
        var start = new ProcessStartInfo("sh",
            ["-c", $"dotnet '{Path.Combine(AppContext.BaseDirectory, "tracectl.dll")}' {commandLine}"])
        { RedirectStandardError = true };
        foreach (var (name, value) in TracectlEnvironment.Of(fixture.Simulator))
            start.Environment[name] = value;
        start.Environment["XDG_STATE_HOME"] = Path.Combine(Path.GetTempPath(), "tracectl-test-state");
        using var shell = Process.Start(start)!;
        var error = await shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (shell.ExitCode, error);
    }

    private static Task<TraceSimulator> StartAsync(int traces) => TraceSimulator.StartAsync(
        options =>
        {
            (options.Kubiya.Traces, options.Galtea.Traces) = (traces, traces);

            // Of Calyptia's records a minute is read before its first trace is known: no more than a page of them.
            (options.Calyptia.TracesPerSession, options.Calyptia.HistoryLength) = (traces, TimeSpan.FromDays(3650));
        },
        TestContext.Current.CancellationToken);
}
