namespace TraceClient.Tool.Tests.Configuration;

public sealed class ConfigurationFileTests : IDisposable
{
    private readonly ToolHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("{\n  \"Kubiya\": {\n    \"Token\": hush-hush\n  }\n}", ":3:14: Invalid JSON")]
    [InlineData("{\n  \"Kubiya\": { \"Token\": \"hush-hush\"\n", ": Invalid JSON")]
    [InlineData("{ \"Kubiya\": {} } hush-hush", ":1:18: Invalid JSON")]
    [InlineData("", ":1:1: Invalid JSON")]
    [InlineData("{\n \"Kubiya\": { \"Token\": \"hush-hush\\ud800\" } }", ":2: The text is not valid Unicode")]
    [InlineData("[\"hush-hush\"]", ":1: The file does not contain a JSON object")]
    [InlineData("{\n \"Kubia\": { \"Token\": \"hush-hush\" } }",
        ":2: Kubia is an unknown key. Use Calyptia, Kubiya, Galtea or Profiles.")]
    [InlineData("{\n\n \"Kubiya\": \"hush-hush\" }", ":3: Kubiya must be an object")]
    [InlineData("{ \"Profiles\": {\n \"a\": {\n \"Other\": { \"Token\": \"hush-hush\" } } } }",
        ":3: Profiles:a:Other is an unknown key. Use Calyptia, Kubiya or Galtea.")]
    [InlineData("{ \"Profiles\": {\n \"a\": \"hush-hush\" } }", ":2: Profiles:a must be an object")]
    [InlineData("{ \"Kubiya\": { \"Token\": \"hush-hush\",\n \"TOKEN\": \"hush-hush\" } }", ":2: Duplicate key Kubiya:TOKEN")]
    [InlineData("{ \"Kubiya\": { \"Token\": \"hush-hush\",\n \"TokenFile\": \"hush-hush\" } }", "both set a token")]
    [InlineData("{ \"Kubiya\": {\n \"TokenFile\": \"hush-hush\" } }", ":2: The file does not exist")]
    [InlineData("{ \"Kubiya\": {\n \"Tokn\": \"hush-hush\" } }", ":2: Kubiya:Tokn ")]
    [InlineData("{ \"Galtea\": { \"Token\": \"hush-hush\", \"Resilience\": {\n \"Retries\": 3 } } }",
        ":2: Galtea:Resilience:Retries ")]
    [InlineData(
        "{ \"Kubiya\": { \"Token\": \"hush-hush\",\n \"PageSize\": \"hush-hush\" } }", ":2: Kubiya:PageSize has a value of the wrong type")]
    [InlineData(
        "{ \"Kubiya\": { \"Token\": \"hush-hush\",\n \"PageSize\": 500 } }", ":2: Kubiya:PageSize ")]
    [InlineData("{ \"Kubiya\": {\n \"Token\": \"hush hush-hush\" } }", ":2: Kubiya:Token ")]
    [InlineData("{ \"Kubiya\": { \"Token\": \"hush-hush\",\n \"BaseAddress\": \"hush-hush\" } }", ":2: Invalid address")]
    [InlineData("{ \"Kubiya\": { \"Token\": \"hush-hush\",\n \"BaseAddress\": \"https://user:hush-hush@example.com\" } }",
        ":2: Kubiya:BaseAddress ")]
    [InlineData(
        "{ \"Kubiya\": { \"Token\": \"hush-hush\",\n \"BaseAddress\": \"http://example.com\" } }", ":2: Kubiya:BaseAddress ")]
    [InlineData("{ \"Kubiya\": {\n \"Enabled\": true } }", "Kubiya:Token ")]
    public async Task An_invalid_setting_is_reported_with_its_line_and_without_its_value(string json, string expected)
    {
        _home.Configure(json);

        var result = await TracectlProcess.RunAsync(_home.Environment(), "list", "--output", "table");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", result.Error + result.Output, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("{\n \"Kubiya\": {\n \"Token\": \"hush-hush\u00ff\" } }", 3)]
    [InlineData("{\n // \u00ff hush-hush\n \"Kubiya\": { \"Token\": \"hush-hush\" } }", 2)]
    [InlineData("{\n\n\n \"Ku\u00ff\": { \"Token\": \"hush-hush\" } }", 4)]
    [InlineData("\u00ff\u00fe{ \"Kubiya\": { \"Token\": \"hush-hush\" } }", 1)]
    public async Task Invalid_UTF_8_is_reported_with_file_and_line(string bytes, int line)
    {
        _home.Configure("");
        await File.WriteAllBytesAsync(_home.ConfigPath, System.Text.Encoding.Latin1.GetBytes(bytes), TestContext.Current.CancellationToken);

        var result = await TracectlProcess.RunAsync(_home.Environment(), "list", "--output", "table");

        Assert.Equal(
            (2, "", $"tracectl: {_home.ConfigPath}:{line}: The text is not valid UTF-8. Save the file as UTF-8.\n"),
            (result.ExitCode, result.Output, result.Error));
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
    public async Task An_unknown_profile_is_reported_with_the_existing_ones()
    {
        _home.Configure("""{ "Profiles": { "staging": {}, "production": {} } }""");

        var option = await TracectlProcess.RunAsync(_home.Environment(), "list", "--profile", "stagin", "--output", "table");
        var variable = await TracectlProcess.RunAsync(_home.Environment(("TRACECTL_PROFILE", "stagin")), "list", "--output", "table");
        var noFile =
            await TracectlProcess.RunAsync(TracectlEnvironment.Of(simulator: null), "list", "--profile", "staging", "--output", "table");

        Assert.Equal((2, 2, 2), (option.ExitCode, variable.ExitCode, noFile.ExitCode));
        Assert.Contains("Profile 'stagin' was not found", option.Error, StringComparison.Ordinal);
        Assert.Contains("has staging, production", option.Error, StringComparison.Ordinal);
        Assert.Contains("has staging, production", variable.Error, StringComparison.Ordinal);
        Assert.Contains("Profile 'staging' was not found: the file ", noFile.Error, StringComparison.Ordinal);
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
    public async Task A_token_that_other_users_can_read_causes_a_warning(string json, UnixFileMode more, bool isWarned)
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
