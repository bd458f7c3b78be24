using System.Diagnostics;

namespace TraceClient.Tool.Tests.Mcp;

/// <summary>Runs the conformance suite of the protocol, an npm package that <c>eng/mcp</c> installs.</summary>
[Trait("Category", "mcp")]
public sealed class McpConformanceTests : IAsyncLifetime
{
    // The folder with the suite and with Node.js 22, which it needs.
    private const string Variable = "TRACECLIENT_MCP_CONFORMANCE";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private TracectlProcess _server = null!;
    private string _address = "";

    public async ValueTask InitializeAsync()
    {
        _server = TracectlProcess.Start(simulator: null, "mcp", "--http", "--demo");
        _address = (await _server.ReadLineAsync())!;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("server-initialize")]
    [InlineData("ping")]
    [InlineData("tools-list")]
    [InlineData("resources-list")]
    [InlineData("prompts-list")]
    [InlineData("dns-rebinding-protection")]
    public async Task The_server_conforms_to_the_protocol(string scenario)
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Assert.True(folder is not null, $"Set {Variable} to a folder in which the suite is installed, or run eng/mcp.");
        var programs = Path.Combine(folder, "node_modules", ".bin");
        using var suite = Process.Start(new ProcessStartInfo(
            Path.Combine(programs, "node"),
            [Path.Combine(programs, "conformance"), "server", "--url", _address, "--scenario", scenario])
        {
            RedirectStandardOutput = true,
        })!;
        var token = TestContext.Current.CancellationToken;
        var output = await suite.StandardOutput.ReadToEndAsync(token).WaitAsync(Patience, token);
        await suite.WaitForExitAsync(token).WaitAsync(Patience, token);

        Assert.True(suite.ExitCode == 0, output);
        Assert.Matches("Passed: ([1-9][0-9]*)/\\1, 0 failed, 0 warnings", output);
    }
}
