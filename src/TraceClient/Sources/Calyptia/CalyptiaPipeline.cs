using System.Text.Json.Serialization;

namespace TraceClient.Calyptia;

/// <summary>A pipeline. Members that are not listed here are not kept: its configuration can hold credentials.</summary>
public sealed record CalyptiaPipeline
{
    /// <summary>The id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    /// <summary>The name.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; set; }

    /// <summary><c>deployment</c>, <c>daemonSet</c>, <c>statefulSet</c>, or what the service adds to them.</summary>
    [JsonPropertyName("kind")]
    public string? Kind { get; set; }

    /// <summary>Whether its plugins may be traced.</summary>
    [JsonPropertyName("tracingEnabled")]
    public bool? TracingEnabled { get; set; }

    /// <summary>How it is.</summary>
    [JsonPropertyName("status")]
    public CalyptiaPipelineStatus? Status { get; set; }

    /// <summary>How many replicas it has.</summary>
    [JsonPropertyName("replicasCount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? ReplicasCount { get; set; }

    /// <summary>When it was made.</summary>
    [JsonPropertyName("createdAt")]
    public CalyptiaTime CreatedAt { get; set; }

    /// <summary>When it was last changed.</summary>
    [JsonPropertyName("updatedAt")]
    public CalyptiaTime UpdatedAt { get; set; }
}
