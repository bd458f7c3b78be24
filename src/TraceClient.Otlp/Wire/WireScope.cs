namespace TraceClient.Otlp;

/// <summary>The instrumentation scope of a group of spans.</summary>
internal sealed class WireScope
{
    /// <summary>The default scope. It is written explicitly, so that a reader need not buffer spans until the scope.</summary>
    public const string OwnName = "TraceClient.Otlp";

    public string Name { get; set; } = "";

    public string Version { get; set; } = "";

    public List<KeyValuePair<string, AttributeValue>> Attributes { get; set; } = [];

    public uint DroppedAttributes { get; set; }
}
