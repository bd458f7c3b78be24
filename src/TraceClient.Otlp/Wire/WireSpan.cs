namespace TraceClient.Otlp;

/// <summary>A span of OTLP, in either format.</summary>
internal sealed class WireSpan
{
    /// <summary>32 lower-case hexadecimal digits.</summary>
    public string TraceId { get; set; } = "";

    /// <summary>16 lower-case hexadecimal digits.</summary>
    public string SpanId { get; set; } = "";

    /// <summary>16 lower-case hexadecimal digits; empty for a root.</summary>
    public string ParentSpanId { get; set; } = "";

    public string TraceState { get; set; } = "";

    public uint Flags { get; set; }

    public string Name { get; set; } = "";

    /// <summary>OTLP's number: 0 for unspecified.</summary>
    public int Kind { get; set; }

    /// <summary>Unix nanoseconds; 0 for unknown.</summary>
    public ulong StartTime { get; set; }

    /// <summary>Unix nanoseconds; 0 for unknown.</summary>
    public ulong EndTime { get; set; }

    public List<KeyValuePair<string, AttributeValue>> Attributes { get; set; } = [];

    public uint DroppedAttributes { get; set; }

    public List<WireEvent> Events { get; set; } = [];

    public uint DroppedEvents { get; set; }

    public List<WireLink> Links { get; set; } = [];

    public uint DroppedLinks { get; set; }

    /// <summary>OTLP's number: 0 for unset.</summary>
    public int StatusCode { get; set; }

    public string StatusMessage { get; set; } = "";
}
