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
        return new Span
        {
            Id = step.Id,
            ParentId = parentId,
            Name = step.PluginName ?? TypeOf(step.Type).Value,
            Type = TypeOf(step.Type),
            Status = step.IsOutput && step.ReturnCode == CalyptiaReturnCodes.Ok ? SpanStatus.Ok : SpanStatus.Unset,
            StartTime = step.Start,
            EndTime = step.End,
            Attributes = AttributeMap.Of(JsonPayload.Null, step, static step => AttributesOf((CalyptiaEvent)step)),
            Records = [.. record.Records.Select(CalyptiaLogRecords.ToRecord)],
            Warnings = WarningsOf(step, record, isLast),
        };
    }

    private static IReadOnlyList<KeyValuePair<string, AttributeValue>> AttributesOf(CalyptiaEvent step)
    {
        var record = step.Record!;
        var attributes = new AttributeCollector(CalyptiaAttributes.Prefix)
            .Add("type", NumberOrText(step.Type.Value))
            .Add("plugin_instance", step.Instance)
            .Add("plugin_alias", string.IsNullOrEmpty(step.Alias) ? null : step.Alias)

            // The service sends a code for every type, but only an output's means something.
            .Add("return_code", step.IsOutput || step.ReturnCode != 0 ? step.ReturnCode : null);
        AddTime(attributes, "created_at", record.CreatedAt, isMember: false);
        AddTime(attributes, StartName(record), record.StartTime, isMember: !HasEventTime(record.Type));
        AddTime(attributes, "end_time", record.EndTime, isMember: true);
        return attributes.AddExtensions(record).Entries;
    }

    /// <summary>Keeps a time that is no member of the span, or that could not become one.</summary>
    private static void AddTime(AttributeCollector attributes, string name, SourceTime time, bool isMember)
    {
        if (CalyptiaLogRecords.GroupMarkerOf(time) is { } marker)
            attributes.Add("group_marker", (long?)marker);
        else if (time.Value is { } timestamp && !isMember)
            attributes.Add(name, timestamp.ToString());
        if (time.IsUnreadable)
            attributes.Add(name, time.Json);
    }

    private static IReadOnlyList<TraceWarning> WarningsOf(CalyptiaEvent step, CalyptiaTraceRecord record, bool isLast)
    {
        var warnings = new WarningCollector(CalyptiaAttributes.Prefix, step.Id);
        warnings.AddUnreadable("created_at", record.CreatedAt);
        warnings.AddUnreadable(StartName(record), record.StartTime);
        warnings.AddUnreadable("end_time", record.EndTime);
        warnings.AddUnreadable(CalyptiaWire.TraceRecord, record);
        if (record.Records.Any(log => log.Timestamp.IsUnreadable))
            warnings.Add(new(TraceWarningCodes.Unreadable, "The time of a log record could not be read; it is kept as an attribute of the record.", step.Id));
        if (record.NullRecords > 0)
            warnings.Add(new(TraceWarningCodes.Unreadable, $"{record.NullRecords} log records are null and were left out.", step.Id));
        if (isLast && step.ReturnCode == CalyptiaReturnCodes.Retry)
            warnings.Add(new(TraceWarningCodes.Retry, "The output asked to try again, and nothing says how that ended.", step.Id));
        return warnings.Warnings;
    }

    private static string StartName(CalyptiaTraceRecord record) => HasEventTime(record.Type) ? "event_time" : "start_time";

    private static AttributeValue NumberOrText(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : text;
}

/// <summary>The names of the attributes that hold what the model has no member for.</summary>
internal static class CalyptiaAttributes
{
    public const string Prefix = "calyptia.";
    public const string Timestamp = Prefix + "timestamp";
    public const string GroupMarker = Prefix + "group_marker";
    public const string TraceId = Prefix + "trace_id";
    public const string SessionId = Prefix + "session_id";
    public const string PipelineId = Prefix + "pipeline_id";
}
