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

/// <summary>A trace session that has begun.</summary>
public sealed record CalyptiaCreatedTraceSession
{
    /// <summary>The id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    /// <summary>When it began.</summary>
    [JsonPropertyName("createdAt")]
    public CalyptiaTime CreatedAt { get; set; }
}

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

/// <summary>A trace session that has been changed.</summary>
public sealed record CalyptiaUpdatedTraceSession
{
    /// <summary>When it was changed.</summary>
    [JsonPropertyName("updatedAt")]
    public CalyptiaTime UpdatedAt { get; set; }
}

/// <summary>A trace session that has been ended.</summary>
public sealed record CalyptiaTerminatedTraceSession
{
    /// <summary>The id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    /// <summary>How long it has lasted.</summary>
    [JsonPropertyName("lifespan")]
    public CalyptiaLifespan Lifespan { get; set; }

    /// <summary>When it was ended.</summary>
    [JsonPropertyName("updatedAt")]
    public CalyptiaTime UpdatedAt { get; set; }
}
