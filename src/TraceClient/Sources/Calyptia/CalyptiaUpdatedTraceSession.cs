using System.Text.Json.Serialization;

namespace TraceClient.Calyptia;

/// <summary>A trace session that has been changed.</summary>
public sealed record CalyptiaUpdatedTraceSession
{
    /// <summary>When it was changed.</summary>
    [JsonPropertyName("updatedAt")]
    public CalyptiaTime UpdatedAt { get; set; }
}
