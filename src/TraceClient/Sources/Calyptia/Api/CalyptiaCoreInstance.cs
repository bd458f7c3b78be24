using System.Diagnostics.CodeAnalysis;
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

/// <summary>One page of core instances.</summary>
public sealed record CalyptiaCoreInstancePage
{
    /// <summary>The core instances, newest first.</summary>
    [JsonPropertyName("items")]
    [AllowNull]
    public IReadOnlyList<CalyptiaCoreInstance> Items
    {
        get => field ?? [];
        set;
    }

    /// <summary>What to pass as <c>before</c> for the next page; null or empty on the last one.</summary>
    [JsonPropertyName("endCursor")]
    public string? EndCursor { get; set; }

    /// <summary>How many core instances there are on all pages.</summary>
    [JsonPropertyName("count")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? Count { get; set; }
}
