using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace TraceClient.Calyptia;

/// <summary>An event for the active trace session of a pipeline.</summary>
public sealed record CalyptiaCreateTraceRecord
{
    /// <summary>The kind of step.</summary>
    [JsonPropertyName("type")]
    public CalyptiaRecordType Type { get; set; }

    /// <summary>Fluent Bit's name of the chunk, such as <c>trace.5</c>.</summary>
    [JsonPropertyName("trace_id")]
    public string TraceId { get; set; } = "";

    /// <summary>When the step began, in Unix seconds.</summary>
    [JsonPropertyName("start_time")]
    public long StartTime { get; set; }

    /// <summary>When the step ended, in Unix seconds.</summary>
    [JsonPropertyName("end_time")]
    public long EndTime { get; set; }

    /// <summary>The plugin, such as <c>dummy.0</c>.</summary>
    [JsonPropertyName("plugin_instance")]
    public string PluginInstance { get; set; } = "";

    /// <summary>The name that the plugin's user gave it; empty when none.</summary>
    [JsonPropertyName("plugin_alias")]
    public string PluginAlias { get; set; } = "";

    /// <summary>For outputs: 1 delivered, 2 to be tried again, 0 failed.</summary>
    [JsonPropertyName("return_code")]
    public long ReturnCode { get; set; }

    /// <summary>The log records.</summary>
    [JsonPropertyName("records")]
    [AllowNull]
    public IReadOnlyList<CalyptiaLogRecord> Records
    {
        get => field ?? [];
        set;
    }
}
