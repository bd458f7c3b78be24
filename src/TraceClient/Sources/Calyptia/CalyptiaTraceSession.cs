using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Calyptia;

/// <summary>A span of time in which a pipeline's plugins are traced. It is over at <see cref="CreatedAt"/> plus <see cref="Lifespan"/>.</summary>
public sealed record CalyptiaTraceSession
{
    /// <summary>The id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    /// <summary>The pipeline.</summary>
    [JsonPropertyName("pipelineID")]
    public string? PipelineId { get; set; }

    /// <summary>The plugins that are traced; empty when the service does not say.</summary>
    [JsonPropertyName("plugins")]
    [AllowNull]
    public IReadOnlyList<string> Plugins
    {
        get => field ?? [];
        set;
    }

    /// <summary>How long it lasts. Terminating a session shortens it.</summary>
    [JsonPropertyName("lifespan")]
    public CalyptiaLifespan Lifespan { get; set; }

    /// <summary>When it began.</summary>
    [JsonPropertyName("createdAt")]
    public CalyptiaTime CreatedAt { get; set; }

    /// <summary>When it was last changed.</summary>
    [JsonPropertyName("updatedAt")]
    public CalyptiaTime UpdatedAt { get; set; }

    /// <summary>All other members, as they came.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extensions { get; set; }
}
