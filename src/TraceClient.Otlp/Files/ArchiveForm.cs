namespace TraceClient.Otlp;

/// <summary>What a file is.</summary>
internal enum ArchiveForm
{
    /// <summary>Nothing stands in it.</summary>
    Empty,

    /// <summary>Spans.</summary>
    Otlp,

    /// <summary>Records of Calyptia or events of Fluent Bit's Tap.</summary>
    Calyptia,

    /// <summary>Something else.</summary>
    Unknown,
}
