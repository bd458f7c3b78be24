namespace TraceClient.Otlp;

/// <summary>Specifies the format of OTLP trace data.</summary>
public enum OtlpFormat
{
    /// <summary>One JSON object, an <c>ExportTraceServiceRequest</c>: <c>{"resourceSpans":[…]}</c>.</summary>
    Json,

    /// <summary>One JSON object a line, a <c>TracesData</c> for each trace, as the file exporter of the Collector writes it.</summary>
    JsonLines,

    /// <summary>An <c>ExportTraceServiceRequest</c> as protobuf.</summary>
    Protobuf,
}
