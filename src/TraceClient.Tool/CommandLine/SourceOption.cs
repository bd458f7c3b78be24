using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>The option that chooses sources.</summary>
internal static class SourceOption
{
    public static Option<string[]> Make(string description) => new Option<string[]>("--source", "-s")
    {
        Description = description,
        HelpName = "NAME",
        DefaultValueFactory = _ => [],
    }.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, SettingNames.SourceNames);
}
