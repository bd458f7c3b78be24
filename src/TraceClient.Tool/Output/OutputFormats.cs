using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>Which form was asked for.</summary>
internal static class OutputFormats
{
    public static readonly string[] Names = ["table", "json", "jsonl", "csv"];

    /// <summary>The form that was asked for, else a table for a terminal and JSON for a pipe or a file.</summary>
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
