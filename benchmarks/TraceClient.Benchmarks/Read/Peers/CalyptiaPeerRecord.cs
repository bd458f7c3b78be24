using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Benchmarks.Read;

internal sealed class CalyptiaPeerRecord
{
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    [JsonPropertyName("sessionID")]
    public string? SessionId { get; set; }

    [JsonPropertyName("type")]
    public int Type { get; set; }

    [JsonPropertyName("trace_id")]
    public string? TraceId { get; set; }

    [JsonPropertyName("start_time")]
    public DateTimeOffset StartTime { get; set; }

    [JsonPropertyName("end_time")]
    public DateTimeOffset EndTime { get; set; }

    [JsonPropertyName("plugin_instance")]
    public string? PluginInstance { get; set; }

    [JsonPropertyName("plugin_alias")]
    public string? PluginAlias { get; set; }

    [JsonPropertyName("return_code")]
    public int? ReturnCode { get; set; }

    [JsonPropertyName("records")]
    public List<CalyptiaPeerLogRecord>? Records { get; set; }

    [JsonPropertyName("createdAt")]
    public DateTimeOffset CreatedAt { get; set; }
}

internal sealed class CalyptiaPeerLogRecord
{
    [JsonPropertyName("timestamp")]
    public long Timestamp { get; set; }

    [JsonPropertyName("record")]
    public JsonElement Record { get; set; }
}
