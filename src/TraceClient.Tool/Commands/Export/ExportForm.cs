namespace TraceClient.Tool;

/// <summary>What exported traces are written as.</summary>
internal enum ExportForm
{
    /// <summary>OTLP's JSON: one object.</summary>
    Json,

    /// <summary>OTLP's JSON Lines: one object a trace.</summary>
    JsonLines,

    /// <summary>OTLP's binary form.</summary>
    Protobuf,

    /// <summary>A line a span.</summary>
    Csv,

    /// <summary>A page to look at.</summary>
    Html,
}
