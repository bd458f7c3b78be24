namespace TraceClient.Otlp;

/// <summary>The instrumentation scope of a group of spans.</summary>
internal sealed class WireScope
{
    /// <summary>The scope of spans whose source names none: with it at hand, a reader need not wait for one.</summary>
    public const string OwnName = "TraceClient.Otlp";

    public string Name { get; set; } = "";

    public string Version { get; set; } = "";

    public List<KeyValuePair<string, AttributeValue>> Attributes { get; set; } = [];

    public uint DroppedAttributes { get; set; }
}
