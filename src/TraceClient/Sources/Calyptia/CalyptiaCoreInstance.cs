using System.Text.Json.Serialization;

namespace TraceClient.Calyptia;

/// <summary>A core instance, which runs pipelines. Members that are not listed here are not kept: some are credentials.</summary>
public sealed record CalyptiaCoreInstance
{
    /// <summary>The id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    /// <summary>The name.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; set; }

    /// <summary>Its version.</summary>
    [JsonPropertyName("version")]
    public string? Version { get; set; }

    /// <summary>When it was made.</summary>
    [JsonPropertyName("createdAt")]
    public CalyptiaTime CreatedAt { get; set; }

    /// <summary>When it was last changed.</summary>
    [JsonPropertyName("updatedAt")]
    public CalyptiaTime UpdatedAt { get; set; }
}
