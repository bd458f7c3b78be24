namespace TraceClient.Tool;

/// <summary>Represents a configured value.</summary>
/// <param name="Key">The key of the SDK's configuration, such as <c>Kubiya:Token</c>.</param>
/// <param name="Value">The value, which can be a secret. Use <see cref="DisplayValue"/> for output.</param>
/// <param name="Origin">The origin: an option, an environment variable, or a file with its line.</param>
internal sealed record Setting(string Key, string Value, string Origin)
{
    private static readonly HashSet<string> ConnectionNames = new(StringComparer.OrdinalIgnoreCase)
    {
        SettingNames.Token, SettingNames.TokenFile, SettingNames.Address,
        nameof(TraceSourceOptions.AllowInsecureHttp), nameof(CalyptiaOptions.TokenKind), nameof(KubiyaOptions.TokenScheme),
    };

    // The value of a misspelled key can be a token, so only known keys are shown.
    private static readonly HashSet<string> SafeToShow = new(StringComparer.OrdinalIgnoreCase)
    {
        SettingNames.Enabled, nameof(TraceSourceOptions.AllowInsecureHttp), nameof(CalyptiaOptions.TokenKind),
        nameof(KubiyaOptions.TokenScheme),
        nameof(CalyptiaOptions.ProjectId), nameof(CalyptiaOptions.PipelineIds), nameof(CalyptiaOptions.PageSize),
        nameof(CalyptiaOptions.ChunkGap),
        nameof(GalteaOptions.SortAsTwoValues), nameof(TraceSourceOptions.Resilience), nameof(TraceSourceOptions.Limits),
    };

    /// <summary>Gets the key without its source.</summary>
    public string Name => Key[(Key.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>Gets the key without a list index, so that lists are overridden as a whole.</summary>
    public string KeyWithoutIndex =>
        Key.LastIndexOf(':') is > 0 and var colon && Key.AsSpan(colon + 1).ContainsAnyExceptInRange('0', '9') is false ? Key[..colon] : Key;

    /// <summary>Gets a value that indicates whether the setting belongs to the token and address, which come from one level.</summary>
    public bool IsConnectionSetting => ConnectionNames.Contains(Name);

    /// <summary>Gets a value that indicates whether the setting is a token or an address.</summary>
    public bool IsTokenOrAddress => Is(SettingNames.Token) || Is(SettingNames.TokenFile) || Is(SettingNames.Address);

    /// <summary>Gets the value for output, without secrets.</summary>
    public string DisplayValue => TokenMask.OfUserInfo(
        SafeToShow.Contains(Name.Split(':')[0]) ? Value
        : Is(SettingNames.Address) ? TokenMask.OfAddress(Value)
        : Is(SettingNames.TokenFile) ? File.Exists(Value) ? Value : "(file not found)"
        : TokenMask.Of(Value));

    /// <summary>Gets the key for output, without secrets.</summary>
    public string DisplayKey => TokenMask.OfUserInfo(Key);

    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    public bool IsOf(string source) => Key.StartsWith($"{source}:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the key and the origin, without the value, which can be a secret.</summary>
    public override string ToString() => $"{Key} ({Origin})";
}

/// <summary>Represents the settings of one level: command line, environment, profile or file.</summary>
internal sealed record SettingLevel(string Name, IReadOnlyList<Setting> Settings)
{
    public const string CommandLine = "command line";
    public const string Environment = "environment";
    public const string File = "file";

    public static string OfProfile(string profile) => $"profile {profile}";
}

/// <summary>Represents a setting and the level that overrides it.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Level">The name of its level.</param>
/// <param name="OverriddenBy">The name of the level that overrides it; null for a setting in effect.</param>
internal sealed record ResolvedSetting(Setting Setting, string Level, string? OverriddenBy)
{
    public bool IsUsed => OverriddenBy is null;
}

/// <summary>Provides the names of sources and of the keys that the tool handles itself.</summary>
internal static class SettingNames
{
    public const string Token = nameof(TraceSourceOptions.Token);

    /// <summary>The key of a file that contains the token. Only the tool supports it.</summary>
    public const string TokenFile = "TokenFile";

    public const string Address = nameof(TraceSourceOptions.BaseAddress);

    public const string Enabled = nameof(TraceSourceOptions.Enabled);

    /// <summary>Gets the keys of the sources, in the order of output.</summary>
    public static IReadOnlyList<string> Sources { get; } =
        [nameof(TraceClientsOptions.Calyptia), nameof(TraceClientsOptions.Kubiya), nameof(TraceClientsOptions.Galtea)];

    /// <summary>Gets the names of the sources on the command line.</summary>
    public static string[] SourceNames { get; } = [.. Sources.Select(source => source.ToLowerInvariant())];
}
