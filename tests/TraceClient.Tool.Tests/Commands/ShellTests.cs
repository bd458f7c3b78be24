using TraceClient.Tool.Tests.Configuration;

namespace TraceClient.Tool.Tests.Commands;

/// <summary>Tests completion in the shells. A plain <c>dotnet test</c> excludes these tests.</summary>
[Trait("Category", "shells")]
public sealed class ShellTests : IDisposable
{
    private readonly ToolHome _home = new ToolHome().Configure("""{ "Profiles": { "staging": {} } }""");

    public ShellTests() => _home.Write("only file.jsonl", "");

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("tracectl calyptia session ex", "tracectl calyptia session extend ")]
    [InlineData("tracectl list --sou", "tracectl list --source ")]
    [InlineData("tracectl list --source k", "tracectl list --source kubiya ")]
    [InlineData("tracectl list --output=t", "tracectl list --output=table ")]
    [InlineData("tracectl list --profile st", "tracectl list --profile staging ")]
    [InlineData("tracectl list --token-file k", "tracectl list --token-file kubiya=")]
    [InlineData("tracectl list --token-file kubiya=on", "tracectl list --token-file kubiya=only\\ file.jsonl ")]
    [InlineData("tracectl list --file on", "tracectl list --file only\\ file.jsonl ")]
    [InlineData("tracectl list on", "tracectl list on")]
    public async Task Zsh_completes(string line, string expected)
    {
        _home.Write("tracectl.zsh", await ScriptAsync("zsh"));
        // A key that is pressed behind Tab writes down what the line has become.
        _home.Write("rc.zsh", """
            autoload -Uz compinit && compinit -u -D
            source ./tracectl.zsh
            show() { print -r -- "<$BUFFER>" > shown; BUFFER=''; zle -I; print "is ""shown" }
            zle -N show
            bindkey '^X' show
            print "is ""ready"
            """);
        var test = _home.Write("test.zsh", $$"""
            zmodload zsh/zpty
            zpty shell 'zsh -f -i'
            zpty -w shell 'source ./rc.zsh'
            zpty -r -m shell text '*is ready*'
            zpty -w -n shell $'{{line}}\t\x18'
            zpty -r -m shell text '*is shown*'
            cat shown
            zpty -d shell
            """);

        Assert.Equal($"<{expected}>", (await Shell.RunAsync(_home, "zsh", "-f", test)).TrimEnd('\n'));
    }

    [Theory]
    [InlineData("tracectl calyptia session ex", "extend\tExtend the active trace session of a pipeline")]
    [InlineData("tracectl list --source k", "kubiya")]
    [InlineData("tracectl list --output=t", "--output=table")]
    [InlineData("tracectl list --profile st", "staging")]
    [InlineData("tracectl list --token-file k", "kubiya=")]
    [InlineData("tracectl list --token-file kubiya=on", "kubiya=only file.jsonl")]
    [InlineData("tracectl list --file on", "only file.jsonl")]
    [InlineData("tracectl list on", "")]
    public async Task Fish_completes(string line, string expected)
    {
        _home.Write("tracectl.fish", await ScriptAsync("fish"));

        Assert.Equal(expected,
            (await Shell.RunAsync(_home, "fish", "--no-config", "-c", $"source ./tracectl.fish; complete -C '{line}'")).TrimEnd('\n'));
    }

    private async Task<string> ScriptAsync(string shell) =>
        (await TracectlProcess.RunAsync(_home.Environment(), "completion", shell)).Output;
}
