namespace TraceClient.Otlp;

/// <summary>The forms in which a collector takes traces over HTTP.</summary>
public enum OtlpExportFormat
{
    /// <summary>The binary form, <c>application/x-protobuf</c>.</summary>
    Protobuf,

    /// <summary>JSON, <c>application/json</c>.</summary>
    Json,
}
