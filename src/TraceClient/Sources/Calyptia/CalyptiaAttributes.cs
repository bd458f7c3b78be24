namespace TraceClient.Calyptia;

/// <summary>The names of the attributes that hold what the model has no member for.</summary>
internal static class CalyptiaAttributes
{
    public const string Prefix = "calyptia.";
    public const string Type = Prefix + "type";
    public const string PluginInstance = Prefix + "plugin_instance";
    public const string PluginAlias = Prefix + "plugin_alias";
    public const string ReturnCode = Prefix + "return_code";
    public const string EventTime = Prefix + "event_time";
    public const string StartTime = Prefix + "start_time";
    public const string EndTime = Prefix + "end_time";
    public const string CreatedAt = Prefix + "created_at";
    public const string Timestamp = Prefix + "timestamp";
    public const string GroupMarker = Prefix + "group_marker";
    public const string TraceId = Prefix + "trace_id";
    public const string SessionId = Prefix + "session_id";
    public const string PipelineId = Prefix + "pipeline_id";
}
