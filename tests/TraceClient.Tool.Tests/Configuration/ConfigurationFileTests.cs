namespace TraceClient.Tool.Tests.Configuration;

public sealed class ConfigurationFileTests : IDisposable
{
    private readonly ToolHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("{\n  \"Kubiya\": {\n    \"Token\": hush-hush\n  }\n}", ":3:14: this is no valid JSON")]
    [InlineData("{\n  \"Kubiya\": { \"Token\": \"hush-hush\"\n", ": this is no valid JSON")]
    [InlineData("{ \"Kubiya\": {} } hush-hush", ":1:18: this is no valid JSON")]
    [InlineData("", ":1:1: this is no valid JSON")]
    [InlineData("{\n \"Kubiya\": { \"Token\": \"hush-hush\\ud800\" } }", ":2: a text is not valid Unicode")]
    [InlineData("[\"hush-hush\"]", ":1: the file holds no JSON object")]
    [InlineData("{\n \"Kubia\": { \"Token\": \"hush-hush\" } }",
        ":2: Kubia has no meaning here; the file takes Calyptia, Kubiya, Galtea and Profiles")]
    [InlineData("{\n\n \"Kubiya\": \"hush-hush\" }", ":3: Kubiya takes an object")]
    [InlineData("{ \"Profiles\": {\n \"a\": {\n \"Other\": { \"Token\": \"hush-hush\" } } } }",
        ":3: Profiles:a:Other has no meaning here; a profile takes Calyptia, Kubiya, Galtea")]
    [InlineData("{ \"Profiles\": {\n \"a\": \"hush-hush\" } }", ":2: Profiles:a takes an object")]
    [InlineData("{ \"Kubiya\": { \"Token\": \"hush-hush\",\n \"TOKEN\": \"hush-hush\" } }", ":2: Kubiya:TOKEN is there twice")]
    [InlineData("{ \"Kubiya\": { \"Token\": \"hush-hush\",\n \"TokenFile\": \"hush-hush\" } }", "both give a token")]
    [InlineData("{ \"Kubiya\": {\n \"TokenFile\": \"hush-hush\" } }", ":2: there is no such file")]
    [InlineData("{ \"Kubiya\": {\n \"Tokn\": \"hush-hush\" } }", ":2: Kubiya:Tokn is not a known key.")]
    [InlineData("{ \"Galtea\": { \"Token\": \"hush-hush\", \"Resilience\": {\n \"Retries\": 3 } } }",
        ":2: Galtea:Resilience:Retries is not a known key.")]
    [InlineData(
        "{ \"Kubiya\": { \"Token\": \"hush-hush\",\n \"PageSize\": \"hush-hush\" } }", ":2: Kubiya:PageSize has a value of the wrong type")]
    [InlineData(
        "{ \"Kubiya\": { \"Token\": \"hush-hush\",\n \"PageSize\": 500 } }", ":2: Kubiya:PageSize must be from 1 to 100; it is 500.")]
    [InlineData("{ \"Kubiya\": {\n \"Token\": \"hush hush-hush\" } }", ":2: Kubiya:Token may hold visible ASCII characters only")]
    [InlineData("{ \"Kubiya\": { \"Token\": \"hush-hush\",\n \"BaseAddress\": \"hush-hush\" } }", ":2: that is no absolute address")]
    [InlineData("{ \"Kubiya\": { \"Token\": \"hush-hush\",\n \"BaseAddress\": \"https://user:hush-hush@example.com\" } }",
        ":2: Kubiya:BaseAddress must hold no user name and no password")]
    [InlineData(
        "{ \"Kubiya\": { \"Token\": \"hush-hush\",\n \"BaseAddress\": \"http://example.com\" } }", ":2: Kubiya:BaseAddress must be https")]
    [InlineData("{ \"Kubiya\": {\n \"Enabled\": true } }", "Kubiya:Token must be set")]
    public async Task What_is_wrong_is_said_with_its_line_and_without_its_value(string json, string expected)
    {
        _home.Configure(json);

        var result = await TracectlProcess.RunAsync(_home.Environment(), "list", "--output", "table");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", result.Error + result.Output, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Comments_trailing_commas_nulls_empty_texts_and_a_byte_order_mark_are_taken()
    {
        _home.Configure("\uFEFF" + """
            {
              // a comment
              "kubiya": { "token": "x", "pagesize": 7, "BaseAddress": "", "TokenScheme": null, }, /* another */
            }
            """);

        var result = await TracectlProcess.RunAsync(_home.Environment(), "config", "--output", "json");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal([("Kubiya:token", "*** (length 1)"), ("Kubiya:pagesize", "7")],
            ShownSetting.Parse(result).Select(setting => (setting.Key, setting.Value)));
        Assert.All(ShownSetting.Parse(result), setting => Assert.EndsWith("config.json:3", setting.Origin, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_file_is_found_beside_the_configuration()
    {
        _home.Configure("""{ "Kubiya": { "TokenFile": "kubiya.token" } }""");
        var path = _home.Write("tracectl/kubiya.token", "  in-a-file\n");

        var result = await TracectlProcess.RunAsync(_home.Environment(), "config", "--output", "json");

        Assert.Equal((0, path), (result.ExitCode, Assert.Single(ShownSetting.Parse(result)).Value));
        Assert.DoesNotContain("in-a-file", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_that_is_not_there_is_refused_with_those_that_are()
    {
        _home.Configure("""{ "Profiles": { "staging": {}, "production": {} } }""");

        var option = await TracectlProcess.RunAsync(_home.Environment(), "list", "--profile", "stagin", "--output", "table");
        var variable = await TracectlProcess.RunAsync(_home.Environment(("TRACECTL_PROFILE", "stagin")), "list", "--output", "table");
        var noFile =
            await TracectlProcess.RunAsync(TracectlEnvironment.Of(simulator: null), "list", "--profile", "staging", "--output", "table");

        Assert.Equal((2, 2, 2), (option.ExitCode, variable.ExitCode, noFile.ExitCode));
        Assert.Contains("There is no profile 'stagin'", option.Error, StringComparison.Ordinal);
        Assert.Contains("has staging, production", option.Error, StringComparison.Ordinal);
        Assert.Contains("has staging, production", variable.Error, StringComparison.Ordinal);
        Assert.Contains("There is no profile 'staging': there is no file", noFile.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_file_can_be_named_and_must_then_be_there()
    {
        _home.Configure("""{ "Galtea": { "Token": "x" } }""");
        var other = _home.Write("other.json", """{ "Kubiya": { "Token": "x", "PageSize": 7 } }""");

        var result = await TracectlProcess.RunAsync(_home.Environment(("TRACECTL_CONFIG", other)), "config", "--output", "json");
        var missing = await TracectlProcess.RunAsync(_home.Environment(("TRACECTL_CONFIG", other + ".not")), "list", "--output", "table");

        Assert.Equal(["Kubiya:Token", "Kubiya:PageSize"], ShownSetting.Parse(result).Select(setting => setting.Key));
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("does not exist. Try: tracectl config init", missing.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "Kubiya": { "Token": "x" } }""", UnixFileMode.GroupRead, true)]
    [InlineData("""{ "Profiles": { "a": { "Kubiya": { "token": "x" } } } }""", UnixFileMode.OtherRead, true)]
    [InlineData("""{ "Kubiya": { "Token": "x" } }""", UnixFileMode.None, false)]
    [InlineData("""{ "Kubiya": { "PageSize": 3 } }""", UnixFileMode.GroupRead | UnixFileMode.OtherRead, false)]
    public async Task A_token_that_others_can_read_is_warned_of(string json, UnixFileMode more, bool isWarned)
    {
        _home.Configure(json);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_home.ConfigPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | more);

        var result = await TracectlProcess.RunAsync(_home.Environment(), "config", "--output", "json");
        var quiet = await TracectlProcess.RunAsync(_home.Environment(), "config", "--output", "json", "--quiet");

        Assert.Equal(
            isWarned && !OperatingSystem.IsWindows(), result.Error.Contains($"chmod 600 {_home.ConfigPath}", StringComparison.Ordinal));
        Assert.DoesNotContain("chmod", quiet.Error, StringComparison.Ordinal);
    }
}
