namespace TraceClient.Otlp;

/// <summary>The format of a file.</summary>
internal enum ArchiveFormat
{
    /// <summary>An empty file.</summary>
    Empty,

    /// <summary>OTLP spans.</summary>
    Otlp,

    /// <summary>Records of Calyptia or events of Fluent Bit's Tap.</summary>
    Calyptia,

    /// <summary>Any other format.</summary>
    Unknown,
}
