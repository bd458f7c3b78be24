namespace TraceClient.Otlp;

/// <summary>Specifies the format of requests to a collector.</summary>
public enum OtlpExportFormat
{
    /// <summary>Protobuf, <c>application/x-protobuf</c>.</summary>
    Protobuf,

    /// <summary>JSON, <c>application/json</c>.</summary>
    Json,
}
