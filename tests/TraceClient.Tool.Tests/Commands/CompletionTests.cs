using System.Diagnostics;
using TraceClient.Tool.Tests.Configuration;

namespace TraceClient.Tool.Tests.Commands;

public sealed class CompletionTests : IDisposable
{
    private readonly ToolHome _home = new ToolHome().Configure("""{ "Profiles": { "staging": {}, "production": {}, "$(touch owned)": {} } }""");

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("tracectl comp", "completion")]
    [InlineData("tracectl calyptia session st", "start stop")]
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
            complete -p tracectl >/dev/null || exit 1
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}}
            _tracectl tracectl "${COMP_LINE##* }" list
            printf '%s\n' "${COMPREPLY[*]}"
            """);

        Assert.Equal(expected, (await RunBashAsync(test)).TrimEnd('\n'));
        Assert.False(File.Exists(Path.Combine(_home.Folder, "owned")));
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _tracectl tracectl")]
    [InlineData("zsh", "compdef _tracectl tracectl")]
    [InlineData("fish", "complete -c tracectl -a '(__tracectl_complete)'")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName tracectl")]
    public async Task Each_shell_has_its_script(string shell, string expected)
    {
        var result = await TracectlProcess.RunAsync(_home.Environment(), "completion", shell);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains(expected, result.Output, StringComparison.Ordinal);
        Assert.Contains("[suggest:", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_shell_is_refused_with_those_that_there_are()
    {
        var result = await TracectlProcess.RunAsync(_home.Environment(), "completion", "csh", "--output", "table");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("'bash'", result.Error, StringComparison.Ordinal);
    }

    private async Task<string> RunBashAsync(string script)
    {
        var start = new ProcessStartInfo("bash", ["--norc", script]) { RedirectStandardOutput = true, WorkingDirectory = _home.Folder };
        foreach (var (name, value) in _home.Environment())
            start.Environment[name] = value;
        start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{start.Environment["PATH"]}";
        start.Environment.Remove("TRACECTL_CONFIG");
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }
}
