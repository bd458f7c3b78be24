using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>Defines the formats of standard output.</summary>
internal enum OutputFormat
{
    /// <summary>Text and tables.</summary>
    Table,

    /// <summary>One JSON value.</summary>
    Json,

    /// <summary>One JSON value per line.</summary>
    JsonLines,

    /// <summary>CSV (RFC 4180) with a header row.</summary>
    Csv,

    /// <summary>The rows of <see cref="Csv"/> separated by tabs, without a header: the default for a pipe or file.</summary>
    Rows,
}

/// <summary>Determines the output format.</summary>
internal static class OutputFormats
{
    public static readonly string[] Names = ["table", Wide, "json", "jsonl", "csv"];

    private const string Wide = "wide";

    /// <summary>Returns the specified format; otherwise a table for a terminal, and rows for a pipe or file.</summary>
    public static OutputFormat Of(ParseResult parsed, StandardStreams streams) =>
        Specified(parsed) ?? (streams.IsTerminal ? OutputFormat.Table : OutputFormat.Rows);

    /// <summary>Returns the format of errors: JSON if it was specified for the output. A pipe alone does not change them.</summary>
    public static OutputFormat OfErrors(ParseResult parsed) =>
        Specified(parsed) is OutputFormat.Json or OutputFormat.JsonLines ? OutputFormat.Json : OutputFormat.Table;

    /// <summary>Returns the specified format; null for none.</summary>
    public static OutputFormat? Specified(ParseResult parsed) =>
        NameIn(parsed) is { } name ? Parse(name)
        : parsed.GetResult(MembersOption.Members) is not null ? OutputFormat.Json
        : null;

    /// <summary>Returns whether the output is a table with all columns, whatever the width of the terminal.</summary>
    public static bool IsWide(ParseResult parsed) => NameIn(parsed) == Wide;

    private static string? NameIn(ParseResult parsed) =>
        parsed.GetResult(GlobalOptions.Output)?.Tokens is [{ Value: var name }, ..] ? name : null;

    private static OutputFormat Parse(string name) => name switch
    {
        "table" or Wide => OutputFormat.Table,
        "jsonl" => OutputFormat.JsonLines,
        "csv" => OutputFormat.Csv,
        _ => OutputFormat.Json,
    };
}
