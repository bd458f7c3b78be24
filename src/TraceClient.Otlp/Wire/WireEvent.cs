namespace TraceClient.Otlp;

/// <summary>An event of a span.</summary>
internal sealed class WireEvent
{
    /// <summary>Unix nanoseconds; 0 for unknown.</summary>
    public ulong Time { get; set; }

    public string Name { get; set; } = "";

    public List<KeyValuePair<string, AttributeValue>> Attributes { get; set; } = [];

    /// <summary>Valid UTF-8 that is written as a further attribute, <see cref="Keys.RecordBody"/>;
    /// null for none. Payloads are not turned into strings for it.</summary>
    public ReadOnlyMemory<byte>? Body { get; set; }

    public uint DroppedAttributes { get; set; }
}
