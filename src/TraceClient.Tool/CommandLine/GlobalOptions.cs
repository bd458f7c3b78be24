using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>Options common to all commands.</summary>
internal static class GlobalOptions
{
    public static readonly Option<string?> Output = new Option<string?>("--output", "-o")
    {
        Description = "Output format: table, wide (a table with all columns), json, jsonl or csv. The default is table for a "
            + "terminal, and for a pipe rows separated by tabs, without a header.",
        HelpName = "FORMAT",
        Recursive = true,
    }.AcceptOnlyFromAmong(OutputFormats.Names);

    public static readonly Option<bool> Demo = new("--demo")
    {
        Description = "Use simulated services instead of the real ones. Requires no token.",
        Recursive = true,
    };

    public static readonly Option<string[]> File = new("--file", "-f")
    {
        Description = "Read traces from a file or folder instead of the services. Can be specified multiple times.",
        HelpName = "PATH",
        Recursive = true,
        DefaultValueFactory = _ => [],
    };

    public static readonly Option<string?> Store = new("--store")
    {
        Description = "Read traces from a store that tracectl sync fills, a file or a PostgreSQL database, instead of the services.",
        HelpName = "PATH|URL",
        Recursive = true,
    };

    public static readonly Option<bool> Utc = new("--utc")
    {
        Description = "Show times, and read dates, in UTC instead of the local time zone. JSON and CSV always have UTC.",
        Recursive = true,
    };

    public static readonly Option<bool> NoColor = new("--no-color")
    {
        Description = "Disable colors. The environment variable NO_COLOR has the same effect.",
        Recursive = true,
    };

    public static readonly Option<bool> NoPager = new("--no-pager")
    {
        Description = "Do not pass long tables to a pager. The default pager is $PAGER, otherwise less.",
        Recursive = true,
    };

    public static readonly Option<bool> Quiet = new("--quiet", "-q")
    {
        Description = "Write only errors to standard error: no information, warnings or progress.",
        Recursive = true,
    };

    public static IReadOnlyList<Option> All { get; } = [Output, Demo, File, Store, Utc, NoColor, NoPager, Quiet];
}
