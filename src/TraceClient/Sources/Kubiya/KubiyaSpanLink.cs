using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Kubiya;

/// <summary>A reference to another span, as the control plane sends it.</summary>
public sealed record KubiyaSpanLink
{
    /// <summary>32 lower-case hex digits.</summary>
    public string? TraceId { get; init; }

    /// <summary>16 lower-case hex digits.</summary>
    public string? SpanId { get; init; }

    /// <summary>An object of plain values.</summary>
    public JsonPayload Attributes { get; init; }

    /// <summary>Members that this type does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>The two ids.</summary>
    public override string ToString() => $"Kubiya link {TraceId}/{SpanId}";
}
