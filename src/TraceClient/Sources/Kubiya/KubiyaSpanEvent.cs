using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Kubiya;

/// <summary>An event of a span, as the control plane sends it.</summary>
public sealed record KubiyaSpanEvent
{
    /// <summary>What happened; <c>exception</c> for an exception.</summary>
    public string? Name { get; init; }

    /// <summary>When it happened.</summary>
    public KubiyaUnixTime? Timestamp { get; init; }

    /// <summary>An object of plain values.</summary>
    public JsonPayload Attributes { get; init; }

    /// <summary>Members that this type does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>The event's name; its attributes are not shown.</summary>
    public override string ToString() => $"Kubiya event {NameText.Of(Name)}";
}
