using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>The options that every command takes.</summary>
internal static class GlobalOptions
{
    public static readonly Option<string?> Output = new Option<string?>("--output", "-o")
    {
        Description = "The form of the output: table, json, jsonl or csv. A terminal gets a table, everything else JSON.",
        HelpName = "FORM",
        Recursive = true,
    }.AcceptOnlyFromAmong(OutputFormats.Names);

    public static readonly Option<bool> Demo = new("--demo")
    {
        Description = "Read a simulator of the three services instead of them; no token is needed.",
        Recursive = true,
    };

    public static readonly Option<string[]> File = new("--file", "-f")
    {
        Description = "Read traces from a file or folder instead of the services; may be repeated.",
        HelpName = "PATH",
        Recursive = true,
        DefaultValueFactory = _ => [],
    };

    public static readonly Option<bool> NoColor = new("--no-color")
    {
        Description = "No colours; the environment variable NO_COLOR does the same.",
        Recursive = true,
    };

    public static readonly Option<bool> Quiet = new("--quiet", "-q")
    {
        Description = "No notices and no progress on standard error, only errors.",
        Recursive = true,
    };

    public static IReadOnlyList<Option> All { get; } = [Output, Demo, File, NoColor, Quiet];
}
