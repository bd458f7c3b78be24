namespace TraceClient.Otlp;

/// <summary>The resource of a group of spans. Two groups are one when they have the same instance.</summary>
internal sealed class WireResource
{
    public List<KeyValuePair<string, AttributeValue>> Attributes { get; set; } = [];

    public uint DroppedAttributes { get; set; }
}
