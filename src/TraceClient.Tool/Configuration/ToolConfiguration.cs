using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>What is configured: command line, environment, profile and file, each of them before the next.</summary>
internal sealed class ToolConfiguration
{
    private ToolConfiguration(IReadOnlyList<SettingLevel> levels, ConfigurationFile? file, string? profile)
    {
        (File, Profile) = (file, profile);
        Sources = [.. SettingNames.Sources.Select(source => new SourceSettings(source, levels))];
    }

    /// <summary>The file; null when there is none.</summary>
    public ConfigurationFile? File { get; }

    /// <summary>The profile in use; null for none.</summary>
    public string? Profile { get; }

    /// <summary>All three sources, configured or not.</summary>
    public IReadOnlyList<SourceSettings> Sources { get; }

    /// <summary>Reads what there is, and warns of what is unsafe or surprising.</summary>
    /// <exception cref="ConfigurationException">The file is wrong, or has no such profile.</exception>
    public static ToolConfiguration Read(ParseResult arguments, Notices notices)
    {
        var commandLine = CommandLineSettings.Read(arguments, notices);
        var file = ConfigurationFile.Read();
        if (file?.IsTokenReadableByOthers == true)
            WarnOfReaders(ConfigurationFile.Path, notices);
        var profile = arguments.GetValue(AccessOptions.Profile)
            ?? (Environment.GetEnvironmentVariable("TRACECTL_PROFILE") is { Length: > 0 } name ? name : null);
        IEnumerable<SettingLevel> ofFile = profile is null
            ? file is null ? [] : [file.Defaults()]
            : [(file ?? throw ConfigurationFile.NoProfile(profile, $"there is no file {ConfigurationFile.Path}"))
                .Profile(profile), file.Defaults()];
        var configuration = new ToolConfiguration([commandLine, .. EnvironmentSettings.Read(), .. ofFile], file, profile);
        foreach (var tokenFile in configuration.Sources.Where(source => source.IsConfigured)
            .Select(source => source.Find(SettingNames.TokenFile)).OfType<Setting>())
        {
            if (TokenFiles.IsReadableByOthers(tokenFile.Value))
                WarnOfReaders(tokenFile.Value, notices);
        }

        if (arguments.GetValue(AccessOptions.Profile) is not null)
            configuration.WarnOfEnvironment(notices);
        return configuration;
    }

    /// <summary>The options of the SDK for the sources that are configured.</summary>
    /// <exception cref="ConfigurationException">Nothing is configured, or something wrong.</exception>
    public TraceClientsOptions ToOptions()
    {
        var options = ToolOptions.Of(Sources);
        return Sources.Any(source => source.IsConfigured)
            ? options
            : throw new ConfigurationException(
                "No source is configured: no token was found.", "tracectl list --demo, or tracectl config init");
    }

    private static void WarnOfReaders(string path, Notices notices)
    {
        var shown = TokenFiles.ShortPath(path);
        notices.Warn($"{shown} holds a token and others can read it; chmod 600 {shown} keeps them out");
    }

    // Who names a profile means it, and may not think of a variable that was set long ago.
    private void WarnOfEnvironment(Notices notices)
    {
        foreach (var source in Sources.Where(source => source.Level == SettingLevel.Environment))
        {
            if (source.All.Any(chosen => !chosen.IsUsed && chosen.Level == SettingLevel.OfProfile(Profile!) && chosen.Setting.NamesAccess))
                notices.Warn(
                    $"{source.Name}: {(source.Credential ?? source.Find(SettingNames.Address))!.Origin} in "
                        + $"the environment goes before profile {Profile}");
        }
    }
}
