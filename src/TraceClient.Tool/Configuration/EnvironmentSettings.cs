namespace TraceClient.Tool;

/// <summary>What the vendors' own variables say.</summary>
internal static class EnvironmentSettings
{
    // Each pair is a level of its own: an address belongs to the token beside it.
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

    /// <summary>The first choice of variables for a source.</summary>
    public static VariablePair Of(string source) => Pairs.First(pair => pair.Source == source);

    /// <summary>The variable for the token that goes to the address of another one.</summary>
    public static string Beside(string addressVariable) => Pairs.First(pair => pair.Address == addressVariable).Token;

    // An empty variable is an unset one: that is how a shell leaves one out for a single run.
    private static IEnumerable<Setting> Of(string source, string name, string variable) =>
        Environment.GetEnvironmentVariable(variable)?.Trim() is { Length: > 0 } value
            ? [new Setting($"{source}:{name}", value, variable)]
            : [];
}
