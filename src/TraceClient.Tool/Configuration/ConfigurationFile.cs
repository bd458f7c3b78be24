namespace TraceClient.Tool;

/// <summary>Represents the configuration file with its settings and profiles.</summary>
internal sealed class ConfigurationFile
{
    private const string ProfilesKey = "Profiles";
    private const int MaxBytes = 1024 * 1024;

    private readonly string _path;
    private readonly List<ConfigurationEntry> _entries;

    private ConfigurationFile(string path, List<ConfigurationEntry> entries)
    {
        (_path, _entries) = (path, entries);
        Profiles = [.. entries.Where(entry => entry.Value is null).Select(entry => entry.Key.Split(':'))
            .Where(key => key.Length == 2 && IsProfiles(key[0])).Select(key => key[1])];
        foreach (var entry in entries)
            ThrowIfUnknown(entry);
    }

    /// <summary>Gets the path of the file, which may not exist.</summary>
    public static string Path => Variable("TRACECTL_CONFIG") is { } path
        ? TokenFiles.FullPath(path, Environment.CurrentDirectory)
        : System.IO.Path.Combine(Folder, "tracectl", "config.json");

    /// <summary>Gets the names of the profiles, in the order of the file.</summary>
    public IReadOnlyList<string> Profiles { get; }

    /// <summary>Gets a value that indicates whether the file contains a token and other users can read it.</summary>
    public bool IsTokenReadableByOthers =>
        _entries.Any(
            entry => entry.Value is { Length: > 0 } && entry.Key.EndsWith($":{SettingNames.Token}", StringComparison.OrdinalIgnoreCase))
        && TokenFiles.IsReadableByOthers(_path);

    private static string Folder => OperatingSystem.IsWindows()
        ? Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData)
        : Variable("XDG_CONFIG_HOME") is { } folder && System.IO.Path.IsPathRooted(folder)
            ? folder
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");

    /// <summary>Reads the file; returns null if the default file does not exist.</summary>
    /// <exception cref="ConfigurationException">The file cannot be read, or is invalid.</exception>
    public static ConfigurationFile? Read()
    {
        var path = Path;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxBytes })
                throw new ConfigurationException($"{TokenFiles.ShortPath(path)} is larger than the limit of 1 MB.");
            return new ConfigurationFile(path, ConfigurationJson.Read(File.ReadAllBytes(path), TokenFiles.ShortPath(path)));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Variable("TRACECTL_CONFIG") is null
                ? null
                : throw new ConfigurationException($"The file {path} of TRACECTL_CONFIG does not exist.", "tracectl config init");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"Cannot read {TokenFiles.ShortPath(path)} ({exception.GetType().Name}).");
        }
    }

    /// <summary>Returns the settings outside the profiles.</summary>
    public SettingLevel Defaults() =>
        new(SettingLevel.File,
            [.. _entries.Where(entry => !IsProfiles(entry.Key.Split(':')[0])).SelectMany(entry => ToSettings(entry, entry.Key))]);

    /// <summary>Returns the settings of a profile.</summary>
    /// <exception cref="ConfigurationException">The profile does not exist; the message lists the existing ones.</exception>
    public SettingLevel Profile(string name)
    {
        if (!Profiles.Contains(name, StringComparer.OrdinalIgnoreCase))
            throw ProfileNotFound(
                name, $"{TokenFiles.ShortPath(_path)} {(Profiles.Count == 0 ? "has no profiles" : $"has {string.Join(", ", Profiles)}")}");
        var prefix = $"{ProfilesKey}:{name}:";
        return new(SettingLevel.OfProfile(name), [.. _entries
            .Where(entry => entry.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .SelectMany(entry => ToSettings(entry, entry.Key[prefix.Length..]))]);
    }

    public static ConfigurationException ProfileNotFound(string name, string reason) =>
        new($"Profile '{TerminalText.OneLine(name)}' was not found: {reason}.", "tracectl config");

    private static bool IsProfiles(string key) => key.Equals(ProfilesKey, StringComparison.OrdinalIgnoreCase);

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    // An empty value is not set, as with environment variables.
    private IEnumerable<Setting> ToSettings(ConfigurationEntry entry, string key)
    {
        if (entry.Value is not { Length: > 0 } value)
            return [];
        var source = FindSource(key.Split(':')[0]);
        var setting = new Setting(source + key[key.IndexOf(':', StringComparison.Ordinal)..], value, LocationOf(entry));
        return [setting.Is(SettingNames.TokenFile)
            ? setting with { Value = TokenFiles.FullPath(value, System.IO.Path.GetDirectoryName(_path)!) }
            : setting];
    }

    // The SDK validates the keys of a source; this checks that every key belongs to a source.
    private void ThrowIfUnknown(ConfigurationEntry entry)
    {
        var key = entry.Key.Split(':');
        var isOfProfile = IsProfiles(key[0]);
        var depth = isOfProfile ? 2 : 0;
        if (key.Length > depth && FindSource(key[depth]) is null)
        {
            IReadOnlyList<string> known = isOfProfile ? SettingNames.Sources : [.. SettingNames.Sources, ProfilesKey];
            throw Invalid(entry, $"is an unknown key. Use {string.Join(", ", known.SkipLast(1))} or {known[^1]}");
        }

        if (key.Length <= depth + 1 && entry.Value is not null)
            throw Invalid(entry, "must be an object");
    }

    private static string? FindSource(string name) =>
        SettingNames.Sources.FirstOrDefault(source => source.Equals(name, StringComparison.OrdinalIgnoreCase));

    private ConfigurationException Invalid(ConfigurationEntry entry, string problem) => new($"{LocationOf(entry)}: {entry.Key} {problem}.");

    private string LocationOf(ConfigurationEntry entry) =>
        string.Create(CultureInfo.InvariantCulture, $"{TokenFiles.ShortPath(_path)}:{entry.Line}");
}
