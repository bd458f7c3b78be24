using TraceClient.Testing;

namespace TraceClient.Tool.Tests.Configuration;

public sealed class ConnectionOptionTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>, IDisposable
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
        Assert.StartsWith("kubiya:", result.Output, StringComparison.Ordinal);
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

        Assert.Equal((0, $"warning: {path} contains a token and other users can read it. Try: chmod 600 {path}\n"),
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
        Assert.StartsWith("kubiya:", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_on_the_command_line_is_taken_with_a_warning()
    {
        var result = await TracectlProcess.RunAsync(
            _home.Environment(), "list", "--url", Url, "--token", $"kubiya={Simulator.Tokens.Kubiya}", "--limit", "0");

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("warning: The token of --token is visible in the process list", result.Error, StringComparison.Ordinal);
        Assert.Contains("--token-file kubiya=PATH", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Simulator.Tokens.Kubiya, result.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Invalid value for --token. Use SOURCE=VALUE", "--token", "hush-hush")]
    [InlineData("Invalid value for --token. Use SOURCE=VALUE", "--token", "kubya=hush-hush")]
    [InlineData("Invalid value for --token. Use SOURCE=VALUE", "--token", "kubiya=")]
    [InlineData("--token is specified more than once for the same source", "--token", "kubiya=hush-hush", "--token", "KUBIYA=hush-hush")]
    [InlineData("kubiya: --token-file and --token both set a token", "--token", "kubiya=hush-hush", "--token-file", "kubiya=/dev/null")]
    [InlineData("--token-file: The file does not exist", "--token-file", "kubiya=hush-hush")]
    [InlineData("is empty. It must contain a token.", "--token-file", "kubiya=/dev/null")]
    [InlineData("is empty. It must contain a token.", "--token-stdin", "kubiya")]
    [InlineData("--url: Invalid address", "--url", "kubiya=hush-hush", "--token", "kubiya=hush-hush")]
    [InlineData("Invalid value for --url. Use SOURCE=URL", "--url", "https://hush-hush")]
    [InlineData("Unknown option '--tokn' of tracectl list. Did you mean '--token'?", "--tokn", "kubiya=hush-hush and hush's hush")]
    [InlineData("Unknown option '--tokn' of tracectl list. Did you mean '--token'?", "--tokn=kubiya=hush-hush")]
    public async Task An_invalid_option_is_reported_without_its_value(string expected, params string[] arguments)
    {
        var result = await TracectlProcess.RunAsync(_home.Environment(), ["list", "--output", "table", .. arguments]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", result.ToString(), StringComparison.Ordinal);
    }
}
