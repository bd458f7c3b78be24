using System.Text.Json.Serialization;

namespace TraceClient.Calyptia;

/// <summary>A trace session that has begun.</summary>
public sealed record CalyptiaCreatedTraceSession
{
    /// <summary>The id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    /// <summary>When it began.</summary>
    [JsonPropertyName("createdAt")]
    public CalyptiaTime CreatedAt { get; set; }
}
