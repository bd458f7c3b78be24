namespace TraceClient.Tool;

/// <summary>One value that was set somewhere.</summary>
/// <param name="Key">Its key, as the SDK's configuration has it: <c>Kubiya:Token</c>.</param>
/// <param name="Value">Its value. It can be a secret: only <see cref="Shown"/> is for eyes.</param>
/// <param name="Origin">What set it: an option, a variable, a file and its line.</param>
internal sealed record Setting(string Key, string Value, string Origin)
{
    private static readonly HashSet<string> OfAccess = new(StringComparer.OrdinalIgnoreCase)
    {
        SettingNames.Token, SettingNames.TokenFile, SettingNames.Address,
        nameof(TraceSourceOptions.AllowInsecureHttp), nameof(CalyptiaOptions.TokenKind), nameof(KubiyaOptions.TokenScheme),
    };

    // What a misspelt key holds may be a token: only what is known to be none is shown.
    private static readonly HashSet<string> Harmless = new(StringComparer.OrdinalIgnoreCase)
    {
        SettingNames.Enabled, nameof(TraceSourceOptions.AllowInsecureHttp), nameof(CalyptiaOptions.TokenKind),
        nameof(KubiyaOptions.TokenScheme),
        nameof(CalyptiaOptions.ProjectId), nameof(CalyptiaOptions.PipelineIds), nameof(CalyptiaOptions.PageSize),
        nameof(CalyptiaOptions.ChunkGap),
        nameof(GalteaOptions.SortAsTwoValues), nameof(TraceSourceOptions.Resilience), nameof(TraceSourceOptions.Limits),
    };

    /// <summary>What the key says, without its source.</summary>
    public string Name => Key[(Key.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>The key without the place in a list, so that a list is taken or left as a whole.</summary>
    public string Slot =>
        Key.LastIndexOf(':') is > 0 and var colon && Key.AsSpan(colon + 1).ContainsAnyExceptInRange('0', '9') is false ? Key[..colon] : Key;

    /// <summary>True for what decides which token goes where and how: that comes from one level as a whole.</summary>
    public bool IsOfAccess => OfAccess.Contains(Name);

    /// <summary>True for a token or an address: the highest level that has one is the one whose access is used.</summary>
    public bool NamesAccess => Is(SettingNames.Token) || Is(SettingNames.TokenFile) || Is(SettingNames.Address);

    /// <summary>The value as it may be shown: no part of a token, and of an address or a path nothing that could be one.</summary>
    public string Shown =>
        Harmless.Contains(Name.Split(':')[0]) ? Value
        : Is(SettingNames.Address) ? TokenMask.OfAddress(Value)
        : Is(SettingNames.TokenFile) ? File.Exists(Value) ? Value : "(no such file)"
        : TokenMask.Of(Value);

    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    public bool IsOf(string source) => Key.StartsWith($"{source}:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Without the value: a record would print it.</summary>
    public override string ToString() => $"{Key} ({Origin})";
}
