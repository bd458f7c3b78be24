namespace TraceClient.Tool;

/// <summary>Reads settings from the vendors' environment variables.</summary>
internal static class EnvironmentSettings
{
    // Each pair is a level of its own: an address belongs to the token of the same pair.
    private static readonly VariablePair[] Pairs =
    [
        new(nameof(TraceClientsOptions.Calyptia), "CALYPTIA_CLOUD_TOKEN", "CALYPTIA_CLOUD_URL"),
        new(nameof(TraceClientsOptions.Calyptia), "CALYPTIA_API_TOKEN", "CALYPTIA_API_URL"),
        new(nameof(TraceClientsOptions.Kubiya), "KUBIYA_API_KEY", "KUBIYA_CONTROL_PLANE_BASE_URL"),
        new(nameof(TraceClientsOptions.Galtea), "GALTEA_API_KEY", "GALTEA_API_URL"),
    ];

    public static IEnumerable<SettingLevel> Read() => Pairs.Select(pair => new SettingLevel(
        SettingLevel.Environment,
        [.. Of(pair.Source, SettingNames.Token, pair.Token), .. Of(pair.Source, SettingNames.Address, pair.Address)]));

    /// <summary>Returns the preferred variables of a source.</summary>
    public static VariablePair Of(string source) => Pairs.First(pair => pair.Source == source);

    /// <summary>Returns the token variable that belongs to an address variable.</summary>
    public static string TokenFor(string addressVariable) => Pairs.First(pair => pair.Address == addressVariable).Token;

    // An empty variable counts as unset: shells use this to unset one for a single run.
    private static IEnumerable<Setting> Of(string source, string name, string variable) =>
        Environment.GetEnvironmentVariable(variable)?.Trim() is { Length: > 0 } value
            ? [new Setting($"{source}:{name}", value, variable)]
            : [];
}

/// <summary>Represents a vendor's variables for a token and its address.</summary>
internal sealed record VariablePair(string Source, string Token, string Address);
