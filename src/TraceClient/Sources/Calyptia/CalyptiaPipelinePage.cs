using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace TraceClient.Calyptia;

/// <summary>One page of pipelines.</summary>
public sealed record CalyptiaPipelinePage
{
    /// <summary>The pipelines, newest first.</summary>
    [JsonPropertyName("items")]
    [AllowNull]
    public IReadOnlyList<CalyptiaPipeline> Items
    {
        get => field ?? [];
        set;
    }

    /// <summary>What to pass as <c>before</c> for the next page; null or empty on the last one.</summary>
    [JsonPropertyName("endCursor")]
    public string? EndCursor { get; set; }

    /// <summary>How many pipelines there are on all pages.</summary>
    [JsonPropertyName("count")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? Count { get; set; }
}
