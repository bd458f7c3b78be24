using System.Text.Json;
using TraceClient.Tool.Tests.Configuration;

namespace TraceClient.Tool.Tests.Commands;

public sealed class ConfigTests : IDisposable
{
    private readonly ToolHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Init_writes_a_file_for_its_owner_that_changes_nothing_by_itself()
    {
        var init = await RunAsync("config", "init", "--output", "table");
        var config = await RunAsync("config", "--output", "json");

        Assert.Equal((0, $"{_home.ConfigPath}\n"), (init.ExitCode, init.Output));
        Assert.Equal((0, "[]\n"), (config.ExitCode, config.Output));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_home.ConfigPath));
        Assert.Equal([_home.ConfigPath], Directory.GetFiles(Path.GetDirectoryName(_home.ConfigPath)!));
    }

    [Fact]
    public async Task The_commented_settings_of_init_are_valid()
    {
        await RunAsync("config", "init");
        var token = _home.Write("token", "secret-of-a-file");
        var lines = await File.ReadAllLinesAsync(_home.ConfigPath, TestContext.Current.CancellationToken);

        // Each line that holds a setting is put to use; a token and its file exclude each other.
        var used = lines.SkipWhile(line => line != "{")
            .Where(line =>
                !line.Contains("\"TokenFile\": \"~", StringComparison.Ordinal) || line.Contains("staging", StringComparison.Ordinal))
            .Select(line => line.Contains("// ", StringComparison.Ordinal) ? string.Concat(line.AsSpan(
                0, line.IndexOf("// ", StringComparison.Ordinal)), line.AsSpan(line.IndexOf("// ", StringComparison.Ordinal) + 3)) : line);
        _home.Configure(string.Join('\n', used).Replace("…", "x", StringComparison.Ordinal)
            .Replace("~/.secrets/kubiya-staging", token, StringComparison.Ordinal));
        var defaults = await RunAsync("config", "--output", "json");
        var staging = await RunAsync("config", "--output", "json", "--profile", "staging");

        Assert.Equal((0, 0), (defaults.ExitCode, staging.ExitCode));
        Assert.Contains(ShownSetting.Parse(defaults), setting => setting is { Key: "Calyptia:TokenKind", Value: "Project" });
        Assert.Contains(ShownSetting.Parse(staging), setting => setting is { Key: "Kubiya:TokenFile", Used: true });
    }

    [Fact]
    public async Task Init_overwrites_a_file_only_with_force_and_restricts_its_permissions()
    {
        _home.Configure("""{ "Kubiya": { "Token": "mine" } }""");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_home.ConfigPath, (UnixFileMode)0b110_100_100);

        var refused = await RunAsync("config", "init", "--output", "table");
        var before = await File.ReadAllTextAsync(_home.ConfigPath, TestContext.Current.CancellationToken);
        var forced = await RunAsync("config", "init", "--force", "--output", "json");

        Assert.Equal((2, 0), (refused.ExitCode, forced.ExitCode));
        Assert.Contains("already exists. Try: tracectl config init --force", refused.Error, StringComparison.Ordinal);
        Assert.Contains("mine", before, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "mine", await File.ReadAllTextAsync(_home.ConfigPath, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_home.ConfigPath));
        Assert.Equal(_home.ConfigPath, JsonDocument.Parse(forced.Output).RootElement.GetProperty("path").GetString());
    }

    [Fact]
    public async Task Init_writes_where_the_variable_says()
    {
        var path = Path.Combine(_home.Folder, "new", "tracectl.json");

        var result = await TracectlProcess.RunAsync(_home.Environment(("TRACECTL_CONFIG", path)), "config", "init", "--output", "table");

        Assert.Equal((0, true), (result.ExitCode, File.Exists(path)));
    }

    [Fact]
    public async Task A_table_shows_the_settings_in_effect_and_what_overrides_the_others()
    {
        _home.Configure("""{ "Kubiya": { "Token": "a-token-of-twenty-six-chars", "PageSize": 7 } }""");

        var result = await TracectlProcess.RunAsync(
            _home.Environment(("KUBIYA_API_KEY", "another-token-of-the-environment"), ("COLUMNS", "200")), "config", "--output", "table");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^Kubiya:Token +\*\*\* \(length 32, fingerprint [0-9a-f]{8}\) +environment +KUBIYA_API_KEY$", result.Lines[1]);
        Assert.Matches(@"^Kubiya:Token +\(overridden by environment\) +file +.*config\.json:1$", result.Lines[2]);
        Assert.Matches(@"^Kubiya:PageSize +7 +file +.*config\.json:1$", result.Lines[3]);
        Assert.Contains("calyptia is not configured.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_tokens_have_two_fingerprints_and_one_has_one()
    {
        _home.Configure(
            """{ "Kubiya": { "Token": "a-token-of-many-characters" }, "Galtea": { "Token": "a-token-of-many-characters" },"""
                + """ "Calyptia": { "Token": "b-token-of-many-characters" } }""");

        var settings = ShownSetting.Parse(await RunAsync("config", "--output", "json"));

        Assert.Equal(2, settings.Select(setting => setting.Value).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(settings[1].Value, settings[2].Value);
    }

    [Theory]
    [InlineData("table")]
    [InlineData("json")]
    [InlineData("csv")]
    public async Task The_user_info_of_an_address_is_masked_wherever_it_stands(string format)
    {
        _home.Configure("""
            {
              "Calyptia": { "Token": "x", "BaseAddress": "https://ann:hush@host.example.com/path", "ProjectId": "https://ann:hu/sh@host" },
              "Kubiya": { "https://ann:hush@host": "x", "TokenFile": "https://ann:hush@host/x", "BaseAddress": "https://ann:hu/sh@h@host" },
              "Galtea": { "Token": "x", "Resilience": { "MaxRetries": "see http://ann:hush@host, http://ann:hush@host" } },
            }
            """);

        var profile = await RunAsync("config", "--output", format, "--profile", "https://ann:hush@host");
        var result = await RunAsync("config", "--output", format);

        Assert.Contains("https://***@host", result.Output, StringComparison.Ordinal);
        Assert.All([result, profile], one =>
        {
            Assert.Equal(ExitCodes.Usage, one.ExitCode);
            Assert.DoesNotContain("ann", one.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("hush", one.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("sh@", one.ToString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Init_names_the_folder_that_cannot_be_written_to()
    {
        // Not even root can create files there.
        if (!OperatingSystem.IsLinux())
            return;

        var result = await TracectlProcess.RunAsync(
            _home.Environment(("TRACECTL_CONFIG", "/sys/config.json")), "config", "init", "--output", "table");

        Assert.Equal(ExitCodes.Failure, result.ExitCode);
        Assert.Matches("^tracectl: Cannot write /sys/config.json: .*the folder /sys( is read-only)?\\.\n$", result.Error);
    }

    private Task<TracectlResult> RunAsync(params string[] arguments) => TracectlProcess.RunAsync(_home.Environment(), arguments);
}
