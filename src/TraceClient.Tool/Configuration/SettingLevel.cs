namespace TraceClient.Tool;

/// <summary>Settings that stand together: the command line's, the environment's, a profile's, the file's.</summary>
internal sealed record SettingLevel(string Name, IReadOnlyList<Setting> Settings)
{
    public const string CommandLine = "command line";
    public const string Environment = "environment";
    public const string File = "file";

    public static string OfProfile(string profile) => $"profile {profile}";
}
