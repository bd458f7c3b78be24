namespace TraceClient.Tool;

/// <summary>Represents the settings of one source from all levels, and which of them are in effect.</summary>
/// <remarks>
/// A setting of a higher level overrides the same setting of a lower level. The settings of the connection (token, address, token kind,
/// plain HTTP) are used together from the highest level that has a token or an address. A token is therefore never sent to an address
/// from another level.
/// </remarks>
internal sealed class SourceSettings
{
    private readonly SettingLevel? _connectionLevel;

    public SourceSettings(string source, IReadOnlyList<SettingLevel> levels)
    {
        Source = source;
        _connectionLevel = levels.FirstOrDefault(level => level.Settings.Any(setting => setting.IsOf(source) && setting.IsTokenOrAddress));
        var first = new Dictionary<string, SettingLevel>(StringComparer.OrdinalIgnoreCase);
        var all = new List<ResolvedSetting>();
        foreach (var level in levels)
        {
            foreach (var setting in level.Settings.Where(setting => setting.IsOf(source)))
            {
                first.TryAdd(setting.KeyWithoutIndex, level);
                var used = setting.IsConnectionSetting && _connectionLevel is not null ? _connectionLevel : first[setting.KeyWithoutIndex];
                all.Add(new ResolvedSetting(setting, level.Name, used == level ? null : used.Name));
            }
        }

        All = all;
    }

    /// <summary>Gets the key of the source, such as <c>Kubiya</c>.</summary>
    public string Source { get; }

    /// <summary>Gets the name of the source, such as <c>kubiya</c>.</summary>
    public string Name => Source.ToLowerInvariant();

    /// <summary>Gets all settings, highest level first.</summary>
    public IReadOnlyList<ResolvedSetting> All { get; }

    /// <summary>Gets the settings in effect.</summary>
    public IEnumerable<Setting> Used => All.Where(chosen => chosen.IsUsed).Select(chosen => chosen.Setting);

    /// <summary>Gets the level of the token and address; null if the source is not configured.</summary>
    public string? Level => _connectionLevel?.Name;

    /// <summary>Gets the setting of the token or its file; null for none.</summary>
    public Setting? Credential => Find(SettingNames.Token) ?? Find(SettingNames.TokenFile);

    /// <summary>Gets a value that indicates whether the source is disabled.</summary>
    public bool IsDisabled => bool.TryParse(Find(SettingNames.Enabled)?.Value, out var isEnabled) && !isEnabled;

    /// <summary>Gets a value that indicates whether the source is configured and enabled.</summary>
    public bool IsConfigured => _connectionLevel is not null && !IsDisabled;

    /// <summary>Returns whether <c>--source</c> selects the source: it is specified, or no source is.</summary>
    public bool IsSelectedBy(string[] sourceOption) =>
        sourceOption.Length == 0 || sourceOption.Contains(Name, StringComparer.OrdinalIgnoreCase);

    public Setting? Find(string name) => Used.FirstOrDefault(setting => setting.Is(name));

    /// <summary>Returns the settings for the SDK, with the token read from its file.</summary>
    /// <exception cref="ConfigurationException">The token or address is missing, duplicate or invalid.</exception>
    public IReadOnlyList<Setting> Resolve()
    {
        if (!IsConfigured)
            return [.. Used.Where(setting => !setting.IsConnectionSetting)];
        Setting[] tokens = [.. Used.Where(setting => setting.Is(SettingNames.Token) || setting.Is(SettingNames.TokenFile))];
        if (tokens.Length > 1)
            throw new ConfigurationException($"{Name}: {tokens[0].Origin} and {tokens[1].Origin} both set a token. Remove one of them.");
        if (Find(SettingNames.Address) is { } address)
            ThrowIfInvalid(address, isAlone: tokens.Length == 0);
        return [.. Used.Select(setting => setting.Is(SettingNames.TokenFile) ? TokenOf(setting) : setting)];
    }

    private Setting TokenOf(Setting file) => file with { Key = $"{Source}:{SettingNames.Token}", Value = TokenFiles.Read(file) };

    private void ThrowIfInvalid(Setting address, bool isAlone)
    {
        if (!Uri.TryCreate(address.Value, UriKind.Absolute, out _))
        {
            throw new ConfigurationException(
                $"{address.Origin}: Invalid address. Use an absolute address such as https://api.example.com.");
        }

        if (!isAlone)
            return;

        var elsewhere = All.FirstOrDefault(
            chosen => !chosen.IsUsed && (chosen.Setting.Is(SettingNames.Token) || chosen.Setting.Is(SettingNames.TokenFile)));
        throw new ConfigurationException(
            $"{Name}: {address.Origin} sets an address without a token."
                + (elsewhere is null ? "" : $" The token of {elsewhere.Setting.Origin} is not sent to this address."),
            ConfigurationHints.ToAddToken(this));
    }
}
