namespace TraceClient.Tool;

/// <summary>The keys below a source that have a meaning of their own here.</summary>
internal static class SettingNames
{
    public const string Token = nameof(TraceSourceOptions.Token);

    /// <summary>A file with the token. The SDK knows no such key: the file is read here.</summary>
    public const string TokenFile = "TokenFile";

    public const string Address = nameof(TraceSourceOptions.BaseAddress);

    public const string Enabled = nameof(TraceSourceOptions.Enabled);

    /// <summary>The sources as keys, in the order in which they are told of.</summary>
    public static IReadOnlyList<string> Sources { get; } =
        [nameof(TraceClientsOptions.Calyptia), nameof(TraceClientsOptions.Kubiya), nameof(TraceClientsOptions.Galtea)];

    /// <summary>The sources as they are typed.</summary>
    public static string[] SourceNames { get; } = [.. Sources.Select(source => source.ToLowerInvariant())];
}
