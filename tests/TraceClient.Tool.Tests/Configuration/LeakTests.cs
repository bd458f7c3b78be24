namespace TraceClient.Tool.Tests.Configuration;

/// <summary>Tests that no output contains a token of any level.</summary>
[Trait("Category", "slow")]
public sealed class LeakTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>, IDisposable
{
    private static readonly string[] Tokens =
    [
        "LEAKcommandline5f81", "LEAKpiped7c02", "LEAKtokenfile1d93", "LEAKenvironment0ae4", "LEAKcloud3b75", "LEAKprofile9f16",
        "LEAKtopoffile2c57", "LEAKmisspelt8d38", "LEAKuserinfo6e29",
    ];

    private readonly ToolHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("list")]
    [InlineData("list --output table --source galtea")]
    [InlineData("doctor --output table")]
    [InlineData("doctor --output json")]
    [InlineData("doctor --output csv --profile staging")]
    [InlineData("config --output table")]
    [InlineData("config --output json --profile staging")]
    [InlineData("config --output csv")]
    [InlineData("config --output table --profile broken")]
    [InlineData("calyptia session list orders")]
    [InlineData("calyptia session start 0ee0aa1a-294b-4820-8dfe-64af2e121976 --plugin dummy.0")]
    [InlineData("show kubiya:4bf92f3577b34da6a3ce929d0e0e4736")]
    [InlineData("simulate -- sh -c exit")]
    [InlineData("completion bash")]
    [InlineData("list --nonsense")]
    public async Task No_token_shows_in_any_output(string commandLine)
    {
        var arguments = commandLine.Split(' ');
        var simulator = fixture.Simulator;
        _home.Configure($$"""
            {
              "Kubiya": { "Token": "LEAKtopoffile2c57", "BaseAddress": "{{simulator.KubiyaAddress}}" },
              "Galtea": { "Token": "LEAKtopoffile2c57", "BaseAddress": "{{simulator.GalteaAddress}}" },
              "Profiles": {
                "staging": { "Galtea": { "Token": "LEAKprofile9f16", "BaseAddress": "{{simulator.GalteaAddress}}" } },
                "broken": { "Galtea": { "Tokn": "LEAKmisspelt8d38", "Token": "LEAKprofile9f16", "BaseAddress": "https://user:LEAKuserinfo6e29@example.com/?key=LEAKuserinfo6e29" } },
              },
            }
            """);
        var file = _home.Write("token", "LEAKtokenfile1d93\n");
        var environment = _home.Environment(
            ("CALYPTIA_CLOUD_TOKEN", "LEAKcloud3b75"),
            ("CALYPTIA_CLOUD_URL", simulator.CalyptiaAddress.ToString()),
            ("GALTEA_API_KEY", arguments.Contains("--profile") ? null : "LEAKenvironment0ae4"),
            ("GALTEA_API_URL", arguments.Contains("--profile") ? null : simulator.GalteaAddress.ToString()));

        var plain = await TracectlProcess.RunAsync(environment, arguments);
        var options = new[] { "--url", $"kubiya={simulator.KubiyaAddress}", "--token", "kubiya=LEAKcommandline5f81", "--url",
            $"calyptia={simulator.CalyptiaAddress}", "--token-file", $"calyptia={file}" };
        var separator = Array.IndexOf(arguments, "--");
        string[] withOptions = separator < 0
            ? [.. arguments, .. options]
            : [.. arguments[..separator], .. options, .. arguments[separator..]];
        var given = await TracectlProcess.RunAsync(environment, withOptions);
        await using var process = TracectlProcess.Start(environment,
            separator < 0 ? [.. arguments, "--token-stdin", "kubiya", "--url", $"kubiya={simulator.KubiyaAddress}"] : arguments);
        await process.SendAsync("LEAKpiped7c02");
        var piped = await process.WaitAsync();

        Assert.All([plain, given, piped],
            result => Assert.All(Tokens, token => Assert.DoesNotContain(token, result.ToString(), StringComparison.OrdinalIgnoreCase)));
        Assert.DoesNotContain("LEAK", plain.ToString() + given + piped, StringComparison.Ordinal);
    }
}
