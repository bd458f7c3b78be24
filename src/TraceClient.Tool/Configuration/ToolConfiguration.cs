using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>Represents the configuration: command line, environment, profile and file, in order of precedence.</summary>
internal sealed class ToolConfiguration
{
    private ToolConfiguration(IReadOnlyList<SettingLevel> levels, ConfigurationFile? file, string? profile)
    {
        (File, Profile) = (file, profile);
        Sources = [.. SettingNames.Sources.Select(source => new SourceSettings(source, levels))];
    }

    /// <summary>Gets the configuration file; null for none.</summary>
    public ConfigurationFile? File { get; }

    /// <summary>Gets the name of the profile; null for none.</summary>
    public string? Profile { get; }

    /// <summary>Gets the settings of all sources, configured or not.</summary>
    public IReadOnlyList<SourceSettings> Sources { get; }

    /// <summary>Gets a text that differs between configurations of other accounts or addresses. It contains no token.</summary>
    public string Identity => string.Join('\n', Sources.Where(source => source.IsConfigured).Select(source =>
        $"{source.Name} {source.Find(SettingNames.Address)?.Value} {source.Level} {source.Credential?.Origin}"));

    /// <summary>Reads the configuration, and writes warnings about unsafe or unexpected settings.</summary>
    /// <exception cref="ConfigurationException">The file is invalid, or does not have the profile.</exception>
    public static ToolConfiguration Read(ParseResult arguments, MessageWriter messages)
    {
        var commandLine = CommandLineSettings.Read(arguments, messages);
        var file = ConfigurationFile.Read();
        if (file?.IsTokenReadableByOthers == true)
            WarnIfReadable(ConfigurationFile.Path, messages);
        var profile = arguments.GetValue(ConnectionOptions.Profile)
            ?? (Environment.GetEnvironmentVariable("TRACECTL_PROFILE") is { Length: > 0 } name ? name : null);
        IEnumerable<SettingLevel> ofFile = profile is null
            ? file is null ? [] : [file.Defaults()]
            : [(file ?? throw ConfigurationFile.ProfileNotFound(profile, $"the file {ConfigurationFile.Path} does not exist"))
                .Profile(profile), file.Defaults()];
        var configuration = new ToolConfiguration([commandLine, .. EnvironmentSettings.Read(), .. ofFile], file, profile);
        foreach (var tokenFile in configuration.Sources.Where(source => source.IsConfigured)
            .Select(source => source.Find(SettingNames.TokenFile)).OfType<Setting>())
        {
            if (TokenFiles.IsReadableByOthers(tokenFile.Value))
                WarnIfReadable(tokenFile.Value, messages);
        }

        if (arguments.GetValue(ConnectionOptions.Profile) is not null)
            configuration.WarnIfOverridden(messages);
        return configuration;
    }

    /// <summary>Creates the options of the SDK for the configured sources.</summary>
    /// <exception cref="ConfigurationException">No source is configured, or a setting is invalid.</exception>
    public TraceClientsOptions ToOptions()
    {
        var options = OptionsBinder.BindSources(Sources);
        return Sources.Any(source => source.IsConfigured)
            ? options
            : throw new ConfigurationException(
                "No source is configured. Set a token for at least one source.", "tracectl list --demo, or tracectl config init");
    }

    private static void WarnIfReadable(string path, MessageWriter messages)
    {
        var shown = TokenFiles.ShortPath(path);
        messages.Warn($"{shown} contains a token and other users can read it. Try: chmod 600 {shown}");
    }

    // The user may not expect that an environment variable overrides the profile of --profile.
    private void WarnIfOverridden(MessageWriter messages)
    {
        foreach (var source in Sources.Where(source => source.Level == SettingLevel.Environment))
        {
            var profile = source.All.Where(resolved => resolved.Level == SettingLevel.OfProfile(Profile!));
            if (profile.Any(resolved => !resolved.IsUsed && resolved.Setting.IsTokenOrAddress))
                messages.Warn(
                    $"{source.Name}: The environment variable {(source.Credential ?? source.Find(SettingNames.Address))!.Origin} "
                        + $"overrides profile {Profile}.");
        }
    }
}
