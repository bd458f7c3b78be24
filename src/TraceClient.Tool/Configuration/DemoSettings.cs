using TraceClient.Testing;

namespace TraceClient.Tool;

/// <summary>Provides the addresses and tokens of a simulator as settings.</summary>
internal static class DemoSettings
{
    private const string Level = "demo";

    public static IReadOnlyList<SourceSettings> Of(TraceSimulator simulator)
    {
        var level = new SettingLevel(Level, [.. Enum.GetValues<SimulatedService>().SelectMany(service => new[]
        {
            new Setting($"{service}:{SettingNames.Address}", simulator.AddressOf(service).ToString(), "--demo"),
            new Setting($"{service}:{SettingNames.Token}", simulator.Tokens[service], "--demo"),
        })]);
        return [.. SettingNames.Sources.Select(source => new SourceSettings(source, [level]))];
    }
}
