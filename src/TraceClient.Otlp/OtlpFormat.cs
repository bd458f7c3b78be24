namespace TraceClient.Otlp;

/// <summary>The forms of OTLP trace data.</summary>
public enum OtlpFormat
{
    /// <summary>One JSON object, an <c>ExportTraceServiceRequest</c>: <c>{"resourceSpans":[…]}</c>.</summary>
    Json,

    /// <summary>One JSON object a line, a <c>TracesData</c> for each trace: what the Collector's file exporter writes.</summary>
    JsonLines,

    /// <summary>The binary form of an <c>ExportTraceServiceRequest</c>.</summary>
    Protobuf,
}
