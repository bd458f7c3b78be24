namespace TraceClient.Otlp;

/// <summary>The resource of a group of spans. Spans with the same instance are one group.</summary>
internal sealed class WireResource
{
    public List<KeyValuePair<string, AttributeValue>> Attributes { get; set; } = [];

    public uint DroppedAttributes { get; set; }
}
