using TraceClient.Testing;
using TraceClient.Tool.Tests.Configuration;

namespace TraceClient.Tool.Tests.Commands;

public sealed class CompletionTests : IDisposable
{
    private readonly ToolHome _home = new ToolHome()
        .Configure("""{ "Profiles": { "staging": {}, "production": {}, "$(touch owned)": {} } }""");

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("tracectl comp", "completion")]
    [InlineData("tracectl help calyptia session st", "start stop")]
    [InlineData("tracectl calyptia session st", "start stop")]
    [InlineData("tracectl list --s", "--source --since --status --session --service --sort --store")]
    [InlineData("tracectl list ", "")]
    [InlineData("tracectl show kub", "kubiya")]
    [InlineData("tracectl list --output=js", "json jsonl")]
    [InlineData("tracectl list --sort d", "duration")]
    [InlineData("tracectl stats --by s", "service source span")]
    [InlineData("tracectl list --source ", "calyptia galtea kubiya")]
    [InlineData("tracectl doctor --source k", "kubiya")]
    [InlineData("tracectl list --output j", "json jsonl")]
    [InlineData("tracectl list --profile st", "staging")]
    [InlineData("tracectl list --profile $", "$(touch owned)")]
    [InlineData("tracectl list --token-file ku", "kubiya=")]
    [InlineData("tracectl list --token-stdin g", "galtea")]
    [InlineData("tracectl completion b", "bash")]
    public async Task Bash_completes(string line, string expected)
    {
        Assert.False(OperatingSystem.IsWindows(), "This test needs bash.");
        var script = (await TracectlProcess.RunAsync(_home.Environment(), "completion", "bash")).Output;
        var test = _home.Write("test.bash", $$"""
            {{script}}
            compopt() { :; }
            COMP_WORDBREAKS=$' \t\n"\'@><=;|&(:'
            complete -p tracectl >/dev/null || exit 1
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}}
            _tracectl tracectl
            printf '%s\n' "${COMPREPLY[*]}"
            """);

        Assert.Equal(expected, (await Shell.RunAsync(_home, "bash", "--norc", test)).TrimEnd('\n'));
        Assert.False(File.Exists(Path.Combine(_home.Folder, "owned")));
    }

    [Theory]
    [InlineData("bash", "complete -F _tracectl tracectl")]
    [InlineData("zsh", "compdef _tracectl tracectl")]
    [InlineData("fish", "complete -c tracectl -f -k -a '(__tracectl_complete)'")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName tracectl")]
    public async Task Each_shell_has_its_script(string shell, string expected)
    {
        var result = await TracectlProcess.RunAsync(_home.Environment(), "completion", shell);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains(expected, result.Output, StringComparison.Ordinal);
        Assert.Contains("__complete", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tracectl list --file x", "files")]
    [InlineData("tracectl list --file=x", "files")]
    [InlineData("tracectl export --to ", "files")]
    [InlineData("tracectl export --checkpoint ", "files")]
    [InlineData("tracectl import ", "files")]
    [InlineData("tracectl simulate --tap ", "files")]
    [InlineData("tracectl list --token-file kubiya=", "files")]
    [InlineData("tracectl list --token-file x", "words")]
    [InlineData("tracectl list ", "words")]
    [InlineData("tracectl list --text ", "words")]
    [InlineData("tracectl show x", "words")]
    public async Task Files_are_offered_where_a_file_is_meant(string line, string expected)
    {
        var result = await TracectlProcess.RunAsync(_home.Environment(), "__complete", line);

        Assert.Equal((0, "", expected), (result.ExitCode, result.Error, Assert.Single(result.Lines)));
    }

    [Fact]
    public async Task Traces_are_offered_from_where_the_line_says_they_are()
    {
        await using var simulator = await TraceSimulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var path = Path.Combine(_home.Folder, "traces.jsonl");
        await TracectlProcess.RunAsync(simulator, "export", "--source", "kubiya", "--limit", "1", "--to", path);
        var reference = (await TracectlProcess.RunAsync(simulator: null, "list", "--file", path)).Output.Split('\t')[0];

        var bare = await TracectlProcess.RunAsync(_home.Environment(), "__complete", $"tracectl show --file {path} ");
        var begun = await TracectlProcess.RunAsync(_home.Environment(), "__complete", $"tracectl show --file {path} {reference[..9]}");
        var none = await TracectlProcess.RunAsync(_home.Environment(), "__complete", $"tracectl show --file {path}.absent kubiya:");

        Assert.Equal(["words", "calyptia", "kubiya", "galtea", reference], bare.Lines.Select(line => line.Split('\t')[0]));
        Assert.Equal(["words", reference], begun.Lines.Select(line => line.Split('\t')[0]));
        Assert.Equal((0, "words\n", ""), (none.ExitCode, none.Output, none.Error));
    }

    [Fact]
    public async Task A_completion_has_a_description()
    {
        var result = await TracectlProcess.RunAsync(_home.Environment(), "__complete", "tracectl stat");

        Assert.Equal("words\nstats\tShow counts, error rates and durations of traces, and the slowest traces\n", result.Output);
    }

    [Fact]
    public async Task An_unknown_shell_is_reported_with_the_known_ones()
    {
        var result = await TracectlProcess.RunAsync(_home.Environment(), "completion", "csh", "--output", "table");

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("tracectl: Invalid value 'csh' for SHELL. Use ", result.Error, StringComparison.Ordinal);
        Assert.Contains("bash", result.Error, StringComparison.Ordinal);
    }
}
