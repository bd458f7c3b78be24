using System.Text.Json;
using TraceClient.Testing;

namespace TraceClient.Tool.Tests.Configuration;

public sealed class PrecedenceTests : IDisposable
{
    // Highest first.
    private static readonly string[] Levels = ["command line", "environment", "profile staging", "file"];

    private readonly ToolHome _home = new();

    /// <summary>Gets all pairs of levels, in which the higher one sets the token, the address or both.</summary>
    public static TheoryData<int, int, bool, bool> PairsOfLevels
    {
        get
        {
            var data = new TheoryData<int, int, bool, bool>();
            for (var higher = 0; higher < Levels.Length; higher++)
            {
                for (var lower = higher + 1; lower < Levels.Length; lower++)
                {
                    data.Add(higher, lower, true, true);
                    data.Add(higher, lower, true, false);
                    data.Add(higher, lower, false, true);
                }
            }

            return data;
        }
    }

    public void Dispose() => _home.Dispose();

    [Theory]
    [MemberData(nameof(PairsOfLevels))]
    public async Task Token_and_address_come_from_the_highest_level_that_has_either(int higher, int lower, bool hasToken, bool hasAddress)
    {
        var result = await RunAsync((higher, hasToken, hasAddress), (lower, true, true));

        var settings = ShownSetting.Parse(result);
        var used = settings.Where(setting => setting.Used).ToList();
        string[] expected =
            [.. hasToken ? ["Kubiya:Token"] : Array.Empty<string>(), .. hasAddress ? ["Kubiya:BaseAddress"] : Array.Empty<string>()];
        Assert.All(used, setting => Assert.Equal(Levels[higher], setting.Level));
        Assert.Equal(expected.Order(StringComparer.Ordinal), used.Select(Named).Order(StringComparer.Ordinal));
        Assert.Equal(2, settings.Count(setting => setting.Level == Levels[lower] && !setting.Used));
        Assert.Equal(hasToken ? 0 : 2, result.ExitCode);
    }

    [Fact]
    public async Task An_address_without_a_token_is_rejected_and_nothing_is_sent_to_it()
    {
        await using var simulator = await TraceSimulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        _home.Configure($$"""{ "Kubiya": { "Token": "{{simulator.Tokens.Kubiya}}" } }""");

        var result = await TracectlProcess.RunAsync(
            _home.Environment(("KUBIYA_CONTROL_PLANE_BASE_URL", simulator.KubiyaAddress.ToString())), "list", "--output", "table");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("KUBIYA_CONTROL_PLANE_BASE_URL sets an address without a token", result.Error, StringComparison.Ordinal);
        Assert.Contains("Try: export KUBIYA_API_KEY=", result.Error, StringComparison.Ordinal);
        Assert.Empty(simulator.Requests);
    }

    [Fact]
    public async Task A_token_of_one_level_is_never_sent_to_the_address_of_another()
    {
        await using var ofFile =
            await TraceSimulator.StartAsync(options => options.Kubiya.Token = "token-of-the-file", TestContext.Current.CancellationToken);
        await using var ofProfile = await TraceSimulator.StartAsync(
            options => options.Kubiya.Token = "token-of-the-profile", TestContext.Current.CancellationToken);
        await using var ofEnvironment = await TraceSimulator.StartAsync(
            options => options.Kubiya.Token = "token-of-the-environment", TestContext.Current.CancellationToken);
        _home.Configure($$"""
            {
              "Kubiya": { "Token": "token-of-the-file", "BaseAddress": "{{ofFile.KubiyaAddress}}" },
              "Profiles": { "staging": { "Kubiya": { "Token": "token-of-the-profile", "BaseAddress": "{{ofProfile.KubiyaAddress}}" } } },
            }
            """);
        (string, string?)[] variables =
            [("KUBIYA_API_KEY", "token-of-the-environment"), ("KUBIYA_CONTROL_PLANE_BASE_URL", ofEnvironment.KubiyaAddress.ToString())];

        var file = await TracectlProcess.RunAsync(_home.Environment(), "list", "--limit", "1");
        var profile = await TracectlProcess.RunAsync(_home.Environment(), "list", "--limit", "1", "--profile", "staging");
        var environment = await TracectlProcess.RunAsync(_home.Environment(variables), "list", "--limit", "1", "--profile", "staging");

        Assert.Equal((0, 0, 0), (file.ExitCode, profile.ExitCode, environment.ExitCode));
        Assert.All(ofFile.Requests, request => Assert.Equal("Bearer token-of-the-file", request.Header("Authorization")));
        Assert.All(ofProfile.Requests, request => Assert.Equal("Bearer token-of-the-profile", request.Header("Authorization")));
        Assert.All(ofEnvironment.Requests, request => Assert.Equal("Bearer token-of-the-environment", request.Header("Authorization")));
        Assert.Equal((true, true, true), (ofFile.Requests.Count > 0, ofProfile.Requests.Count > 0, ofEnvironment.Requests.Count > 0));
        Assert.Contains(
            "warning: kubiya: The environment variable KUBIYA_API_KEY overrides profile staging.",
            environment.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_kind_of_a_token_stays_with_its_level_and_other_settings_do_not()
    {
        _home.Configure(
            """{"Kubiya":{"Token":"of-the-file","TokenScheme":"UserKey","AllowInsecureHttp":true,"PageSize":"""
                + """7,"Resilience":{"MaxRetries":1}}}""");

        var result =
            await TracectlProcess.RunAsync(_home.Environment(("KUBIYA_API_KEY", "of-the-environment")), "config", "--output", "json");

        var used = ShownSetting.Parse(result).Where(setting => setting.Used).Select(setting => (Named(setting), setting.Level));
        Assert.Equal([("Kubiya:Token", "environment"), ("Kubiya:PageSize", "file"), ("Kubiya:Resilience:MaxRetries", "file")], used);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task The_two_pairs_of_Calyptia_are_not_mixed()
    {
        var both = await TracectlProcess.RunAsync(
            _home.Environment(("CALYPTIA_API_TOKEN", "api"), ("CALYPTIA_API_URL", "https://api.example.com"),
                ("CALYPTIA_CLOUD_TOKEN", "cloud")), "config", "--output", "json");
        var second = await TracectlProcess.RunAsync(
            _home.Environment(("CALYPTIA_API_TOKEN", "api"), ("CALYPTIA_API_URL", "https://api.example.com"), ("CALYPTIA_CLOUD_TOKEN", "")),
            "config", "--output", "json");
        var mixed = await TracectlProcess.RunAsync(
            _home.Environment(("CALYPTIA_API_TOKEN", "api"), ("CALYPTIA_CLOUD_URL", "https://cloud.example.com")), "list");

        Assert.Equal(["CALYPTIA_CLOUD_TOKEN"], ShownSetting.Parse(both).Where(setting => setting.Used).Select(setting => setting.Origin));
        Assert.Equal(["CALYPTIA_API_TOKEN", "CALYPTIA_API_URL"],
            ShownSetting.Parse(second).Where(setting => setting.Used).Select(setting => setting.Origin));
        Assert.Equal(2, mixed.ExitCode);
        Assert.Contains("The token of CALYPTIA_API_TOKEN is not sent to this address", mixed.Error, StringComparison.Ordinal);
        Assert.Contains("export CALYPTIA_CLOUD_TOKEN=", mixed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_is_taken_from_one_level_as_a_whole()
    {
        _home.Configure("""
            {
              "Calyptia": { "Token": "x", "PipelineIds": ["a", "b", "c"] },
              "Profiles": { "one": { "Calyptia": { "PipelineIds": ["d"] } } }
            }
            """);

        var result = await TracectlProcess.RunAsync(_home.Environment(("TRACECTL_PROFILE", "ONE")), "config", "--output", "json");

        var pipelines = ShownSetting.Parse(result)
            .Where(setting => setting.Used && setting.Key.Contains("PipelineIds", StringComparison.Ordinal));
        Assert.Equal(["d"], pipelines.Select(setting => setting.Value));
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task A_profile_can_turn_a_source_off()
    {
        await using var simulator = await TraceSimulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        _home.Configure($$"""
            {
              "Kubiya": { "Token": "{{simulator.Tokens.Kubiya}}", "BaseAddress": "{{simulator.KubiyaAddress}}" },
              "Galtea": { "Token": "{{simulator.Tokens.Galtea}}", "BaseAddress": "{{simulator.GalteaAddress}}" },
              "Profiles": { "only-kubiya": { "Galtea": { "Enabled": false } } }
            }
            """);

        var all = await TracectlProcess.RunAsync(_home.Environment(), "list", "--limit", "0", "--output", "jsonl");
        var one = await TracectlProcess.RunAsync(
            _home.Environment(), "list", "--limit", "0", "--output", "jsonl", "--profile", "only-kubiya");

        Assert.Equal(["galtea", "kubiya"], Sources(all));
        Assert.Equal(["kubiya"], Sources(one));
    }

    private static IEnumerable<string> Sources(TracectlResult result) => result.Lines
        .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("source").GetString()!).Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);

    // A token file is equivalent to a token.
    private static string Named(ShownSetting setting) => setting.Key.Replace("TokenFile", "Token", StringComparison.Ordinal);

    private Task<TracectlResult> RunAsync(params (int Level, bool HasToken, bool HasAddress)[] given)
    {
        var arguments = new List<string> { "config", "--output", "json" };
        var variables = new List<(string, string?)>();
        var (profile, file) = ("", "");
        foreach (var (level, hasToken, hasAddress) in given)
        {
            var (token, address) = ($"token-of-level-{level}", $"https://level-{level}.example.com");
            var json = string.Join(',', new[] { hasToken ? $"\"Token\":\"{token}\"" : null, hasAddress
                ? $"\"BaseAddress\":\"{address}\""
                : null }.OfType<string>());
            switch (Levels[level])
            {
                case "command line":
                    arguments.AddRange(hasToken ? ["--token-file", $"kubiya={_home.Write("token", token)}"] : []);
                    arguments.AddRange(hasAddress ? ["--url", $"kubiya={address}"] : []);
                    break;
                case "environment":
                    variables.Add(("KUBIYA_API_KEY", hasToken ? token : null));
                    variables.Add(("KUBIYA_CONTROL_PLANE_BASE_URL", hasAddress ? address : null));
                    break;
                case "file":
                    file = json;
                    break;
                default:
                    profile = json;
                    arguments.AddRange(["--profile", "staging"]);
                    break;
            }
        }

        _home.Configure($$"""{ "Kubiya": { {{file}} }, "Profiles": { "staging": { "Kubiya": { {{profile}} } } } }""");
        return TracectlProcess.RunAsync(_home.Environment(variables), [.. arguments]);
    }
}
