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
}

/// <summary>Determines the output format.</summary>
internal static class OutputFormats
{
    public static readonly string[] Names = ["table", "json", "jsonl", "csv"];

    /// <summary>Returns the specified format; otherwise a table for a terminal, and JSON for a pipe or file.</summary>
    public static OutputFormat Of(ParseResult parsed, StandardStreams streams) =>
        parsed.GetResult(GlobalOptions.Output)?.Tokens is [{ Value: var name }, ..]
        ? Parse(name)
        : streams.IsTerminal ? OutputFormat.Table : OutputFormat.Json;

    private static OutputFormat Parse(string name) => name switch
    {
        "table" => OutputFormat.Table,
        "jsonl" => OutputFormat.JsonLines,
        "csv" => OutputFormat.Csv,
        _ => OutputFormat.Json,
    };
}
