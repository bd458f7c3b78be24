namespace TraceClient.Tool;

/// <summary>The form of what goes to standard output.</summary>
internal enum OutputFormat
{
    /// <summary>For a person.</summary>
    Table,

    /// <summary>One JSON value.</summary>
    Json,

    /// <summary>One JSON value a line.</summary>
    JsonLines,

    /// <summary>Comma-separated values, RFC 4180, with a line of headings.</summary>
    Csv,
}
