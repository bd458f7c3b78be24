namespace TraceClient.Tool;

/// <summary>What all levels say of one source, and which of it holds.</summary>
/// <remarks>
/// A setting of a higher level goes before the same one of a lower level. What decides which token goes where and how (token, address,
/// kind of token, plain http) is taken from one level as a whole: the highest one that names a token
/// or an address. So a token never goes to an address that was set elsewhere, for another token.
/// </remarks>
internal sealed class SourceSettings
{
    private readonly SettingLevel? _access;

    public SourceSettings(string source, IReadOnlyList<SettingLevel> levels)
    {
        Source = source;
        _access = levels.FirstOrDefault(level => level.Settings.Any(setting => setting.IsOf(source) && setting.NamesAccess));
        var first = new Dictionary<string, SettingLevel>(StringComparer.OrdinalIgnoreCase);
        var all = new List<ChosenSetting>();
        foreach (var level in levels)
        {
            foreach (var setting in level.Settings.Where(setting => setting.IsOf(source)))
            {
                first.TryAdd(setting.Slot, level);
                var chosen = setting.IsOfAccess && _access is not null ? _access : first[setting.Slot];
                all.Add(new ChosenSetting(setting, level.Name, chosen == level ? null : chosen.Name));
            }
        }

        All = all;
    }

    /// <summary>The source as a key: <c>Kubiya</c>.</summary>
    public string Source { get; }

    /// <summary>The source as it is typed: <c>kubiya</c>.</summary>
    public string Name => Source.ToLowerInvariant();

    /// <summary>Everything that was set, highest level first.</summary>
    public IReadOnlyList<ChosenSetting> All { get; }

    /// <summary>What holds.</summary>
    public IEnumerable<Setting> Used => All.Where(chosen => chosen.IsUsed).Select(chosen => chosen.Setting);

    /// <summary>The level that the token and its address are from; null when the source is not configured.</summary>
    public string? Level => _access?.Name;

    /// <summary>What says that the source is used; null when nothing does.</summary>
    public Setting? Credential => Find(SettingNames.Token) ?? Find(SettingNames.TokenFile);

    /// <summary>True when the source was turned off.</summary>
    public bool IsOff => bool.TryParse(Find(SettingNames.Enabled)?.Value, out var isEnabled) && !isEnabled;

    /// <summary>True when the source is to be asked.</summary>
    public bool IsConfigured => _access is not null && !IsOff;

    public Setting? Find(string name) => Used.FirstOrDefault(setting => setting.Is(name));

    /// <summary>The settings as the SDK knows them: a token's file is read.</summary>
    /// <exception cref="ConfigurationException">Token and address are not both there once, or the token's file has none.</exception>
    public IReadOnlyList<Setting> Resolve()
    {
        if (!IsConfigured)
            return [.. Used.Where(setting => !setting.IsOfAccess)];
        Setting[] tokens = [.. Used.Where(setting => setting.Is(SettingNames.Token) || setting.Is(SettingNames.TokenFile))];
        if (tokens.Length > 1)
            throw new ConfigurationException($"{Name}: {tokens[0].Origin} and {tokens[1].Origin} both give a token; leave one out.");
        if (Find(SettingNames.Address) is { } address)
            ThrowIfWrong(address, isAlone: tokens.Length == 0);
        return [.. Used.Select(setting => setting.Is(SettingNames.TokenFile) ? TokenOf(setting) : setting)];
    }

    private Setting TokenOf(Setting file) => file with { Key = $"{Source}:{SettingNames.Token}", Value = TokenFiles.Read(file) };

    private void ThrowIfWrong(Setting address, bool isAlone)
    {
        if (!Uri.TryCreate(address.Value, UriKind.Absolute, out _))
            throw new ConfigurationException($"{address.Origin}: that is no absolute address such as https://api.example.com.");
        if (!isAlone)
            return;

        var elsewhere = All.FirstOrDefault(
            chosen => !chosen.IsUsed && (chosen.Setting.Is(SettingNames.Token) || chosen.Setting.Is(SettingNames.TokenFile)));
        throw new ConfigurationException(
            $"{Name}: {address.Origin} gives an address without a token"
                + (elsewhere is null
                    ? "."
                    : $"; the one of {elsewhere.Setting.Origin} is not sent there, since it was not given for that address."),
            AccessHints.ToAddToken(this));
    }
}
