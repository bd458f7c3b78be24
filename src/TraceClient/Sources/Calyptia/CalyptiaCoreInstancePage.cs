using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace TraceClient.Calyptia;

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
