namespace TraceClient.Tool;

/// <summary>What to type so that a source gets its token.</summary>
internal static class AccessHints
{
    /// <summary>For a source that has none.</summary>
    public static string ToConfigure(string source) => $"export {EnvironmentSettings.Of(source).Token}=…";

    /// <summary>For a source whose address is set and whose token is not: to be put beside it.</summary>
    public static string ToAddToken(SourceSettings source) => source.Level switch
    {
        SettingLevel.CommandLine => $"--token-file {source.Name}=PATH",
        SettingLevel.Environment => $"export {EnvironmentSettings.Beside(source.Find(SettingNames.Address)!.Origin)}=…",
        _ => $"set {source.Source}:{SettingNames.Token} or {source.Source}:{SettingNames.TokenFile} in the {source.Level}",
    };

    /// <summary>For a source that refuses its token.</summary>
    public static string ToReplaceToken(SourceSettings source) => source.Credential is { } credential
        ? source.Level == SettingLevel.Environment ? $"export {credential.Origin}=…" : $"check the token of {credential.Origin}"
        : ToConfigure(source.Source);

    /// <summary>For a source that cannot be reached.</summary>
    public static string ToChangeAddress(SourceSettings source) => source.Find(SettingNames.Address) is not { } address
        ? "check the network and HTTPS_PROXY"
        : source.Level == SettingLevel.Environment ? $"export {address.Origin}=https://…" : $"check the address of {address.Origin}";
}
