using System.Text.Json.Serialization;

namespace TraceClient.Calyptia;

/// <summary>A trace session that has been ended.</summary>
public sealed record CalyptiaTerminatedTraceSession
{
    /// <summary>The id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    /// <summary>How long it has lasted.</summary>
    [JsonPropertyName("lifespan")]
    public CalyptiaLifespan Lifespan { get; set; }

    /// <summary>When it was ended.</summary>
    [JsonPropertyName("updatedAt")]
    public CalyptiaTime UpdatedAt { get; set; }
}
