namespace TraceClient.Otlp;

/// <summary>What a file is.</summary>
internal enum ArchiveForm
{
    /// <summary>OTLP, to be read as a whole.</summary>
    Otlp,

    /// <summary>OTLP with one JSON object a line, not compressed: each line can be read by itself.</summary>
    OtlpLines,

    /// <summary>Records of Calyptia or events of Fluent Bit's Tap.</summary>
    Calyptia,
}
