using System.Text.Json;

namespace TraceClient.Tool.Tests.Configuration;

/// <summary>Represents a setting in the output of <c>tracectl config --output json</c>.</summary>
internal sealed record ShownSetting(string Key, string Value, string Level, string Origin, bool Used)
{
    public static IReadOnlyList<ShownSetting> Parse(TracectlResult result)
    {
        using var document = JsonDocument.Parse(result.Output);
        return
        [
            .. document.RootElement.EnumerateArray().Select(setting => new ShownSetting(
                setting.GetProperty("key").GetString()!,
                setting.GetProperty("value").GetString()!,
                setting.GetProperty("level").GetString()!,
                setting.GetProperty("origin").GetString()!,
                setting.GetProperty("used").GetBoolean())),
        ];
    }
}
