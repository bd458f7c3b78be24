using System.Text.Json.Serialization;

namespace TraceClient.Calyptia;

/// <summary>Something that a search found.</summary>
public sealed record CalyptiaSearchResult
{
    /// <summary>The id.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    /// <summary>The name.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; set; }
}
