namespace TraceClient.Tool;

/// <summary>Provides hints on how to configure a source.</summary>
internal static class ConfigurationHints
{
    /// <summary>Returns the hint for a source without a token.</summary>
    public static string ToConfigure(string source) => $"export {EnvironmentSettings.Of(source).Token}=…";

    /// <summary>Returns the hint for a source with an address but no token at the same level.</summary>
    public static string ToAddToken(SourceSettings source) => source.Level switch
    {
        SettingLevel.CommandLine => $"--token-file {source.Name}=PATH",
        SettingLevel.Environment => $"export {EnvironmentSettings.TokenFor(source.Find(SettingNames.Address)!.Origin)}=…",
        _ => $"set {source.Source}:{SettingNames.Token} or {source.Source}:{SettingNames.TokenFile} in the {source.Level}",
    };

    /// <summary>Returns the hint for a source that rejected its token.</summary>
    public static string ToReplaceToken(SourceSettings source) => source.Credential is { } credential
        ? source.Level == SettingLevel.Environment ? $"export {credential.Origin}=…" : $"check the token of {credential.Origin}"
        : ToConfigure(source.Source);

    /// <summary>Returns the hint for an unreachable source.</summary>
    public static string ToChangeAddress(SourceSettings source) => source.Find(SettingNames.Address) is not { } address
        ? "check the network and HTTPS_PROXY"
        : source.Level == SettingLevel.Environment ? $"export {address.Origin}=https://…" : $"check the address of {address.Origin}";
}
