using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Kubiya;

/// <summary>What became of a request to delete a trace.</summary>
public sealed record KubiyaTraceDeletion
{
    /// <summary>32 lower-case hex digits.</summary>
    public string? TraceId { get; init; }

    /// <summary>Whether it was deleted.</summary>
    public bool? Deleted { get; init; }

    /// <summary>The service's words.</summary>
    public string? Message { get; init; }

    /// <summary>Members that this type does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>The trace's id; the service's words are not shown.</summary>
    public override string ToString() => $"Kubiya deletion of {TraceId}";
}
