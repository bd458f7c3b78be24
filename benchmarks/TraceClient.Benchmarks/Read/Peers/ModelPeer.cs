using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Benchmarks.Read;

/// <summary>The members of a trace's JSON as plain classes: what one writes by hand who has no converter for it.</summary>
internal sealed class ModelPeerTrace
{
    public string? Reference { get; set; }

    public string? Source { get; set; }

    public string? Id { get; set; }

    public string? Name { get; set; }

    public string? Status { get; set; }

    public string? StartTime { get; set; }

    public string? EndTime { get; set; }

    public JsonElement DurationMs { get; set; }

    public int? SpanCount { get; set; }

    public int? ErrorCount { get; set; }

    public JsonElement Attributes { get; set; }

    public List<ModelPeerSpan>? Spans { get; set; }
}

internal sealed class ModelPeerSpan
{
    public string? Id { get; set; }

    public string? ParentId { get; set; }

    public string? Name { get; set; }

    public string? Type { get; set; }

    public string? Status { get; set; }

    public string? StartTime { get; set; }

    public string? EndTime { get; set; }

    public JsonElement DurationMs { get; set; }

    public JsonElement GenAI { get; set; }

    public JsonElement Attributes { get; set; }

    public JsonElement ResourceAttributes { get; set; }

    public List<JsonElement>? Records { get; set; }
}

internal sealed class ModelPeerMessage
{
    public string? Role { get; set; }

    public List<JsonElement>? Parts { get; set; }
}

/// <summary>An event of Tap output.</summary>
internal sealed class ModelPeerEvent
{
    [JsonPropertyName("type")]
    public int Type { get; set; }

    [JsonPropertyName("trace_id")]
    public string? TraceId { get; set; }

    [JsonPropertyName("plugin_instance")]
    public string? PluginInstance { get; set; }

    [JsonPropertyName("start_time")]
    public JsonElement StartTime { get; set; }

    [JsonPropertyName("end_time")]
    public JsonElement EndTime { get; set; }

    [JsonPropertyName("records")]
    public List<JsonElement>? Records { get; set; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ModelPeerTrace))]
[JsonSerializable(typeof(List<ModelPeerMessage>))]
[JsonSerializable(typeof(ModelPeerEvent))]
internal sealed partial class ModelPeerContext : JsonSerializerContext;
