namespace TraceClient.Otlp;

/// <summary>Specifies how the bodies of requests to a collector are compressed.</summary>
public enum OtlpExportCompression
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By gzip, which every collector takes.</summary>
    Gzip,
}
