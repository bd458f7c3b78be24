namespace TraceClient.Otlp;

/// <summary>An event of a span.</summary>
internal sealed class WireEvent
{
    /// <summary>Unix nanoseconds; 0 for unknown.</summary>
    public ulong Time { get; set; }

    public string Name { get; set; } = "";

    public List<KeyValuePair<string, AttributeValue>> Attributes { get; set; } = [];

    /// <summary>Gets the UTF-8 value of the attribute <see cref="AttributeKeys.RecordBody"/>; null for none.</summary>
    public ReadOnlyMemory<byte>? Body { get; set; }

    public uint DroppedAttributes { get; set; }
}
