namespace TraceClient.Calyptia;

/// <summary>An event of a trace session: what one step of a pipeline did to one chunk of log records.</summary>
public sealed record CalyptiaTraceRecord : IWireObject
{
    /// <summary>Gets or sets the id, a UUID.</summary>
    public string? Id { get; set; }

    /// <summary>Gets or sets the trace session.</summary>
    public string? SessionId { get; set; }

    /// <summary>Gets or sets the kind of step.</summary>
    public CalyptiaRecordType Type { get; set; }

    /// <summary>Gets or sets Fluent Bit's name of the chunk, such as <c>trace.5</c>. It is not unique in a session.</summary>
    public string? TraceId { get; set; }

    /// <summary>Gets or sets the start of the step; exact for filters only: for
    /// inputs and before outputs it is the time of the last log record.</summary>
    public SourceTime StartTime { get; set; }

    /// <summary>Gets or sets the time when the step ended, with a resolution of one second.</summary>
    public SourceTime EndTime { get; set; }

    /// <summary>Gets or sets the plugin, such as <c>dummy.0</c>; before outputs it is the input's.</summary>
    public string? PluginInstance { get; set; }

    /// <summary>Gets or sets the name that the plugin's user gave it; empty when none.</summary>
    public string? PluginAlias { get; set; }

    /// <summary>Gets or sets the outcome of an output: 1 delivered, 2 to be retried,
    /// 0 failed or not reported. Without meaning for other types.</summary>
    public long? ReturnCode { get; set; }

    /// <summary>Gets or sets the log records: all of the chunk for inputs and
    /// before outputs, the new ones for filters, none for outputs.</summary>
    [AllowNull]
    public IReadOnlyList<CalyptiaLogRecord> Records { get => field ?? []; set; }

    /// <summary>Gets or sets the time when the service took the event in: what orders events.</summary>
    public SourceTime CreatedAt { get; set; }

    /// <summary>Gets or sets all other members, as they came.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>Gets or sets how many log records were null, and are left out.</summary>
    internal int NullRecords { get; set; }
}

/// <summary>An event for the active trace session of a pipeline.</summary>
public sealed record CalyptiaCreateTraceRecord
{
    /// <summary>Gets or sets the kind of step.</summary>
    public CalyptiaRecordType Type { get; set; }

    /// <summary>Gets or sets Fluent Bit's name of the chunk, such as <c>trace.5</c>.</summary>
    public string TraceId { get; set; } = "";

    /// <summary>Gets or sets the time when the step began, in Unix seconds.</summary>
    public long StartTime { get; set; }

    /// <summary>Gets or sets the time when the step ended, in Unix seconds.</summary>
    public long EndTime { get; set; }

    /// <summary>Gets or sets the plugin, such as <c>dummy.0</c>.</summary>
    public string PluginInstance { get; set; } = "";

    /// <summary>Gets or sets the name that the plugin's user gave it; empty when none.</summary>
    public string PluginAlias { get; set; } = "";

    /// <summary>Gets or sets the outcome of an output: 1 delivered, 2 to be retried, 0 failed.</summary>
    public long ReturnCode { get; set; }

    /// <summary>Gets or sets the log records.</summary>
    [AllowNull]
    public IReadOnlyList<CalyptiaLogRecord> Records { get => field ?? []; set; }
}

/// <summary>An event that the service took in.</summary>
public sealed record CalyptiaCreatedTraceRecord
{
    /// <summary>Gets or sets the id, a UUID.</summary>
    public string? Id { get; set; }

    /// <summary>Gets or sets the trace session that it became part of.</summary>
    public string? SessionId { get; set; }

    /// <summary>Gets or sets the time when it was taken in.</summary>
    public SourceTime CreatedAt { get; set; }
}
