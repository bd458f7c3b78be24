using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace TraceClient.Calyptia;

/// <summary>Begins a trace session.</summary>
public sealed record CalyptiaCreateTraceSession
{
    /// <summary>The plugins to trace; at least one.</summary>
    [JsonPropertyName("plugins")]
    [AllowNull]
    public IReadOnlyList<string> Plugins
    {
        get => field ?? [];
        set;
    }

    /// <summary>How long it shall last.</summary>
    [JsonPropertyName("lifespan")]
    public CalyptiaLifespan Lifespan { get; set; }
}
