using System.Text.Json.Serialization;

namespace TraceClient.Calyptia;

/// <summary>Changes a trace session; what is null stays as it is.</summary>
public sealed record CalyptiaUpdateTraceSession
{
    /// <summary>The plugins to trace.</summary>
    [JsonPropertyName("plugins")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Plugins { get; set; }

    /// <summary>How long it shall last, from its begin.</summary>
    [JsonPropertyName("lifespan")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CalyptiaLifespan? Lifespan { get; set; }
}
