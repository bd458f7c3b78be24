using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace TraceClient.Calyptia;

/// <summary>One page of pipelines.</summary>
public sealed record CalyptiaPipelinePage
{
    private IReadOnlyList<CalyptiaPipeline>? _items;

    /// <summary>The pipelines, newest first.</summary>
    [JsonPropertyName("items")]
    [AllowNull]
    public IReadOnlyList<CalyptiaPipeline> Items
    {
        get => _items ?? [];
        set => _items = value;
    }

    /// <summary>True for a page of a list; false for an object that says neither what is on it nor how much there is.</summary>
    internal bool IsPage => _items is not null || Count is not null;

    /// <summary>What to pass as <c>before</c> for the next page; null or empty on the last one.</summary>
    [JsonPropertyName("endCursor")]
    public string? EndCursor { get; set; }

    /// <summary>How many pipelines there are on all pages.</summary>
    [JsonPropertyName("count")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? Count { get; set; }
}
