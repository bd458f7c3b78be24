namespace TraceClient.Otlp;

/// <summary>Specifies how the bodies of requests to a collector are compressed.</summary>
public enum OtlpExportCompression
{
    /// <summary>No compression.</summary>
    None,

    /// <summary>Gzip, which every collector supports.</summary>
    Gzip,
}
