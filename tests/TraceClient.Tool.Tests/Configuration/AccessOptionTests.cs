using TraceClient.Testing;

namespace TraceClient.Tool.Tests.Configuration;

public sealed class AccessOptionTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>, IDisposable
{
    private readonly ToolHome _home = new();

    private TraceSimulator Simulator => fixture.Simulator;

    private string Url => $"kubiya={Simulator.KubiyaAddress}";

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_token_from_a_file_needs_no_warning()
    {
        var path = _home.Write("token", $"{Simulator.Tokens.Kubiya}\r\n");

        var result =
            await TracectlProcess.RunAsync(_home.Environment(), "list", "--url", Url, "--token-file", $"kubiya={path}", "--limit", "0");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("\"source\":\"kubiya\"", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_from_a_file_that_others_can_read_is_taken_with_a_warning()
    {
        if (OperatingSystem.IsWindows())
            return;
        var path = _home.Write("token", Simulator.Tokens.Kubiya);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        var result =
            await TracectlProcess.RunAsync(_home.Environment(), "list", "--url", Url, "--token-file", $"kubiya={path}", "--limit", "0");

        Assert.Equal((0, $"warning: {path} holds a token and others can read it; chmod 600 {path} keeps them out\n"),
            (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task A_token_can_be_piped_in()
    {
        await using var process =
            TracectlProcess.Start(_home.Environment(), "list", "--url", Url, "--token-stdin", "Kubiya", "--limit", "0");
        await process.SendAsync($"{Simulator.Tokens.Kubiya}\n");

        var result = await process.WaitAsync();

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("\"source\":\"kubiya\"", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_on_the_command_line_is_taken_with_a_warning()
    {
        var result = await TracectlProcess.RunAsync(
            _home.Environment(), "list", "--url", Url, "--token", $"kubiya={Simulator.Tokens.Kubiya}", "--limit", "0");

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("warning: the token of --token can be seen in the list of processes", result.Error, StringComparison.Ordinal);
        Assert.Contains("--token-file kubiya=PATH", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Simulator.Tokens.Kubiya, result.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--token takes SOURCE=VALUE", "--token", "hush-hush")]
    [InlineData("--token takes SOURCE=VALUE", "--token", "kubya=hush-hush")]
    [InlineData("--token takes SOURCE=VALUE", "--token", "kubiya=")]
    [InlineData("--token is there twice for one source", "--token", "kubiya=hush-hush", "--token", "KUBIYA=hush-hush")]
    [InlineData("kubiya: --token-file and --token both give a token", "--token", "kubiya=hush-hush", "--token-file", "kubiya=/dev/null")]
    [InlineData("--token-file: there is no such file", "--token-file", "kubiya=hush-hush")]
    [InlineData("is empty: there is no token in it", "--token-file", "kubiya=/dev/null")]
    [InlineData("is empty: there is no token in it", "--token-stdin", "kubiya")]
    [InlineData("--url: that is no absolute address", "--url", "kubiya=hush-hush", "--token", "kubiya=hush-hush")]
    [InlineData("--url takes SOURCE=URL", "--url", "https://hush-hush")]
    [InlineData("'--tokn' is no option of tracectl list. Did you mean --token?", "--tokn", "kubiya=hush-hush and hush's hush")]
    [InlineData("'--tokn' is no option of tracectl list. Did you mean --token?", "--tokn=kubiya=hush-hush")]
    public async Task What_is_wrong_with_them_is_said_without_the_value(string expected, params string[] arguments)
    {
        var result = await TracectlProcess.RunAsync(_home.Environment(), ["list", "--output", "table", .. arguments]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", result.ToString(), StringComparison.Ordinal);
    }
}
