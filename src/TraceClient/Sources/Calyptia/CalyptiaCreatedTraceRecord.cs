using System.Text.Json.Serialization;

namespace TraceClient.Calyptia;

/// <summary>An event that the service took in.</summary>
public sealed record CalyptiaCreatedTraceRecord
{
    /// <summary>The id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    /// <summary>The trace session that it became part of.</summary>
    [JsonPropertyName("sessionID")]
    public string? SessionId { get; set; }

    /// <summary>When it was taken in.</summary>
    [JsonPropertyName("createdAt")]
    public CalyptiaTime CreatedAt { get; set; }
}
