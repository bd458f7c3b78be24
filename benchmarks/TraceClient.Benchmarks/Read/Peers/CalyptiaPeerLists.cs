using System.Text.Json.Serialization;

namespace TraceClient.Benchmarks.Read;

internal sealed class CalyptiaPeerProject
{
    [JsonPropertyName("id")]
    public string Id { get; set; } = "";

    [JsonPropertyName("name")]
    public string? Name { get; set; }

    [JsonPropertyName("createdAt")]
    public DateTimeOffset CreatedAt { get; set; }
}

internal sealed class CalyptiaPeerPipelinePage
{
    [JsonPropertyName("items")]
    public List<CalyptiaPeerPipeline> Items { get; set; } = [];

    [JsonPropertyName("endCursor")]
    public string? EndCursor { get; set; }
}

internal sealed class CalyptiaPeerPipeline
{
    [JsonPropertyName("id")]
    public string Id { get; set; } = "";

    [JsonPropertyName("name")]
    public string? Name { get; set; }

    [JsonPropertyName("kind")]
    public string? Kind { get; set; }
}

internal sealed class CalyptiaPeerSession
{
    [JsonPropertyName("id")]
    public string Id { get; set; } = "";

    [JsonPropertyName("pipelineID")]
    public string? PipelineId { get; set; }

    [JsonPropertyName("plugins")]
    public List<string>? Plugins { get; set; }

    [JsonPropertyName("lifespan")]
    public string? Lifespan { get; set; }

    [JsonPropertyName("createdAt")]
    public DateTimeOffset CreatedAt { get; set; }

    [JsonPropertyName("updatedAt")]
    public DateTimeOffset UpdatedAt { get; set; }
}
