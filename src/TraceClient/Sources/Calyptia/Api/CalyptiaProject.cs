using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Calyptia;

/// <summary>A project of a user.</summary>
public sealed record CalyptiaProject
{
    /// <summary>The id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    /// <summary>The name.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; set; }

    /// <summary>How many core instances it has.</summary>
    [JsonPropertyName("aggregatorsCount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? AggregatorsCount { get; set; }

    /// <summary>When it was made.</summary>
    [JsonPropertyName("createdAt")]
    public CalyptiaTime CreatedAt { get; set; }

    /// <summary>All other members, as they came.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extensions { get; set; }
}
