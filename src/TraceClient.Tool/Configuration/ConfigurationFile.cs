namespace TraceClient.Tool;

/// <summary>The user's configuration file: settings for all runs, and profiles that go before them.</summary>
internal sealed class ConfigurationFile
{
    private const string ProfilesKey = "Profiles";
    private const int MostBytes = 1024 * 1024;

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

    /// <summary>Where the file is, or would be.</summary>
    public static string Path => Variable("TRACECTL_CONFIG") is { } path
        ? TokenFiles.FullPath(path, Environment.CurrentDirectory)
        : System.IO.Path.Combine(Folder, "tracectl", "config.json");

    /// <summary>The names of the profiles, in the file's order.</summary>
    public IReadOnlyList<string> Profiles { get; }

    /// <summary>True when a token stands in the file and others than its owner may read it.</summary>
    public bool IsTokenReadableByOthers =>
        _entries.Any(
            entry => entry.Value is { Length: > 0 } && entry.Key.EndsWith($":{SettingNames.Token}", StringComparison.OrdinalIgnoreCase))
        && TokenFiles.IsReadableByOthers(_path);

    private static string Folder => OperatingSystem.IsWindows()
        ? Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData)
        : Variable("XDG_CONFIG_HOME") is { } folder && System.IO.Path.IsPathRooted(folder)
            ? folder
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");

    /// <summary>Reads the file; null when there is none and none was asked for.</summary>
    /// <exception cref="ConfigurationException">It cannot be read, or is no configuration.</exception>
    public static ConfigurationFile? Read()
    {
        var path = Path;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MostBytes })
                throw new ConfigurationException($"{TokenFiles.ShortPath(path)} is larger than 1 MB: that is no configuration.");
            return new ConfigurationFile(path, ConfigurationJson.Read(File.ReadAllBytes(path), TokenFiles.ShortPath(path)));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Variable("TRACECTL_CONFIG") is null
                ? null
                : throw new ConfigurationException($"TRACECTL_CONFIG names the file {path}, which does not exist.", "tracectl config init");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{TokenFiles.ShortPath(path)} cannot be read ({exception.GetType().Name}).");
        }
    }

    /// <summary>The settings outside of the profiles.</summary>
    public SettingLevel Defaults() =>
        new(SettingLevel.File,
            [.. _entries.Where(entry => !IsProfiles(entry.Key.Split(':')[0])).SelectMany(entry => ToSettings(entry, entry.Key))]);

    /// <summary>The settings of a profile.</summary>
    /// <exception cref="ConfigurationException">There is no such profile; the message names those that there are.</exception>
    public SettingLevel Profile(string name)
    {
        if (!Profiles.Contains(name, StringComparer.OrdinalIgnoreCase))
            throw NoProfile(
                name, $"{TokenFiles.ShortPath(_path)} {(Profiles.Count == 0 ? "has none" : $"has {string.Join(", ", Profiles)}")}");
        var prefix = $"{ProfilesKey}:{name}:";
        return new(SettingLevel.OfProfile(name), [.. _entries
            .Where(entry => entry.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .SelectMany(entry => ToSettings(entry, entry.Key[prefix.Length..]))]);
    }

    public static ConfigurationException NoProfile(string name, string reason) =>
        new($"There is no profile '{TerminalText.OneLine(name)}': {reason}.", "tracectl config");

    private static bool IsProfiles(string key) => key.Equals(ProfilesKey, StringComparison.OrdinalIgnoreCase);

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    // What is empty is not set, as with a variable.
    private IEnumerable<Setting> ToSettings(ConfigurationEntry entry, string key)
    {
        if (entry.Value is not { Length: > 0 } value)
            return [];
        var setting = new Setting(FindSource(key.Split(':')[0]) + key[key.IndexOf(':', StringComparison.Ordinal)..], value, Place(entry));
        return [setting.Is(SettingNames.TokenFile)
            ? setting with { Value = TokenFiles.FullPath(value, System.IO.Path.GetDirectoryName(_path)!) }
            : setting];
    }

    // The SDK checks what stands below a source; here it is seen to that every key belongs to one.
    private void ThrowIfUnknown(ConfigurationEntry entry)
    {
        var key = entry.Key.Split(':');
        var isOfProfile = IsProfiles(key[0]);
        var depth = isOfProfile ? 2 : 0;
        if (key.Length > depth && FindSource(key[depth]) is null)
            throw Wrong(
                entry, $"has no meaning here; {(isOfProfile ? "a profile" : "the file")} takes "
                    + $"{string.Join(", ", SettingNames.Sources)}{(isOfProfile ? "" : $" and {ProfilesKey}")}");
        if (key.Length <= depth + 1 && entry.Value is not null)
            throw Wrong(entry, "takes an object");
    }

    private static string? FindSource(string name) =>
        SettingNames.Sources.FirstOrDefault(source => source.Equals(name, StringComparison.OrdinalIgnoreCase));

    private ConfigurationException Wrong(ConfigurationEntry entry, string problem) => new($"{Place(entry)}: {entry.Key} {problem}.");

    private string Place(ConfigurationEntry entry) =>
        string.Create(CultureInfo.InvariantCulture, $"{TokenFiles.ShortPath(_path)}:{entry.Line}");
}
