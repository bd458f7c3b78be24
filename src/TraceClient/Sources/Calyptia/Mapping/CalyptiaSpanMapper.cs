using System.Globalization;
using System.Text.Json;

namespace TraceClient.Calyptia;

/// <summary>Makes spans of the events of a chunk.</summary>
internal static class CalyptiaSpanMapper
{
    /// <summary>A chunk's spans, oldest first, with their parents.</summary>
    /// <param name="chunk">A chunk whose events have their records.</param>
    public static IReadOnlyList<Span> ToSpans(CalyptiaChunk chunk)
    {
        var parents = ParentsOf(chunk);
        var last = LastOutputs(chunk);
        return [.. chunk.Events.Select(step => ToSpan(step, parents.GetValueOrDefault(step), isLast: last.Contains(step)))];
    }

    /// <summary>The last word of each output on the chunk.</summary>
    public static IReadOnlyCollection<CalyptiaEvent> LastOutputs(CalyptiaChunk chunk) =>
        [.. chunk.Outputs.GroupBy(output => output.Instance, StringComparer.Ordinal).Select(route => route.Last())];

    /// <summary>What is true of a record's times: before outputs and for inputs, the start is the time of the last log record.</summary>
    public static (TraceTimestamp? Start, TraceTimestamp? End) TimesOf(CalyptiaTraceRecord record) =>
        (HasEventTime(record.Type) ? null : CalyptiaLogRecords.TimeOf(record.StartTime), CalyptiaLogRecords.TimeOf(record.EndTime));

    public static SpanType TypeOf(CalyptiaRecordType type) =>
        type == CalyptiaRecordType.Input ? SpanType.Input
        : type == CalyptiaRecordType.Filter ? SpanType.Filter
        : type == CalyptiaRecordType.PreOutput ? SpanType.PreOutput
        : type == CalyptiaRecordType.Output ? SpanType.Output
        : string.IsNullOrWhiteSpace(type.Value) ? SpanType.Span
        : new SpanType(type.Value);

    private static bool HasEventTime(CalyptiaRecordType type) => type == CalyptiaRecordType.Input || type == CalyptiaRecordType.PreOutput;

    private static Dictionary<CalyptiaEvent, string> ParentsOf(CalyptiaChunk chunk)
    {
        var parents = new Dictionary<CalyptiaEvent, string>();
        foreach (var pass in chunk.Passes)
        {
            for (var i = 1; i < pass.Steps.Count; i++)
                parents[pass.Steps[i]] = pass.Steps[i - 1].Id;
        }

        // The outputs got what stood before them last.
        if ((chunk.LastPreOutput ?? chunk.Passes.LastOrDefault()?.Steps[^1]) is { } source)
        {
            foreach (var output in chunk.Outputs)
                parents[output] = source.Id;
        }

        return parents;
    }

    private static Span ToSpan(CalyptiaEvent step, string? parentId, bool isLast)
    {
        var record = step.Record ?? throw new InvalidOperationException("The event was kept without its record.");
        var attributes = new CalyptiaSpanAttributes(step);
        attributes.AddTime(CalyptiaAttributes.CreatedAt, record.CreatedAt, isMember: false);
        attributes.AddTime(
            HasEventTime(record.Type) ? CalyptiaAttributes.EventTime : CalyptiaAttributes.StartTime, record.StartTime, isMember: !HasEventTime(record.Type));
        attributes.AddTime(CalyptiaAttributes.EndTime, record.EndTime, isMember: true);
        attributes.AddExtensions(record.Extensions);
        if (record.Records.Any(log => log.Timestamp.IsUnreadable))
            attributes.WarnUnreadable("The time of a log record");
        if (isLast && step.ReturnCode == CalyptiaReturnCodes.Retry)
            attributes.Warnings.Add(new(TraceWarningCodes.Retry, "The output asked to try again, and nothing says how that ended.", step.Id));

        return new Span
        {
            Id = step.Id,
            ParentId = parentId,
            Name = step.PluginName ?? TypeOf(step.Type).Value,
            Type = TypeOf(step.Type),
            Status = step.IsOutput && step.ReturnCode == CalyptiaReturnCodes.Ok ? SpanStatus.Ok : SpanStatus.Unset,
            StartTime = step.Start,
            EndTime = step.End,
            Attributes = attributes.ToMap(),
            Records = [.. record.Records.Select(CalyptiaLogRecords.ToRecord)],
            Warnings = attributes.Warnings,
        };
    }
}

/// <summary>Gathers what a span's event says beyond the members of the model.</summary>
internal sealed class CalyptiaSpanAttributes
{
    private readonly List<KeyValuePair<string, AttributeValue>> _entries = [];
    private readonly string _spanId;

    public CalyptiaSpanAttributes(CalyptiaEvent step)
    {
        _spanId = step.Id;
        Add(CalyptiaAttributes.Type, NumberOrText(step.Type.Value));
        Add(CalyptiaAttributes.PluginInstance, step.Instance);
        if (!string.IsNullOrEmpty(step.Alias))
            Add(CalyptiaAttributes.PluginAlias, step.Alias);

        // The service sends a code for every type, but only an output's means something.
        if (step.ReturnCode is { } code && (step.IsOutput || code != 0))
            Add(CalyptiaAttributes.ReturnCode, code);
    }

    public List<TraceWarning> Warnings { get; } = [];

    /// <summary>Keeps a time that is no member of the span, or that could not become one.</summary>
    public void AddTime(string name, CalyptiaTime time, bool isMember)
    {
        if (CalyptiaLogRecords.GroupMarkerOf(time) is { } marker)
            Add(CalyptiaAttributes.GroupMarker, marker);
        else if (time.Timestamp is { } timestamp && !isMember)
            Add(name, timestamp.ToString());

        if (!time.IsUnreadable)
            return;
        Add(name, AttributeValue.From(time.Json));
        WarnUnreadable($"The time {name[CalyptiaAttributes.Prefix.Length..]}");
    }

    public void AddExtensions(Dictionary<string, JsonElement>? extensions)
    {
        foreach (var (name, value) in extensions ?? [])
            Add(CalyptiaAttributes.Prefix + name, AttributeValue.From(value));
    }

    public void WarnUnreadable(string what) =>
        Warnings.Add(new TraceWarning(TraceWarningCodes.Unreadable, $"{what} could not be read; it is kept as an attribute.", _spanId));

    public AttributeMap ToMap() => AttributeMap.From(_entries);

    private void Add(string name, AttributeValue value) => _entries.Add(KeyValuePair.Create(name, value));

    private static AttributeValue NumberOrText(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : text;
}

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
