namespace TraceClient.Otlp;

/// <summary>A link of a span to another one.</summary>
internal sealed class WireLink
{
    /// <summary>32 lower-case hexadecimal digits; empty where the source gives none.</summary>
    public string TraceId { get; set; } = "";

    /// <summary>16 lower-case hexadecimal digits; empty where the source gives none.</summary>
    public string SpanId { get; set; } = "";

    public string TraceState { get; set; } = "";

    public uint Flags { get; set; }

    public List<KeyValuePair<string, AttributeValue>> Attributes { get; set; } = [];

    public uint DroppedAttributes { get; set; }
}
