namespace TraceClient.Calyptia;

/// <summary>Makes spans of the events of a chunk.</summary>
internal static class CalyptiaSpanMapper
{
    /// <summary>What the names of the attributes begin with that hold what the model has no member for.</summary>
    public const string Prefix = "calyptia.";

    /// <summary>A chunk's spans, oldest first, with their parents.</summary>
    /// <param name="chunk">A chunk whose events have their records.</param>
    public static IReadOnlyList<Span> ToSpans(CalyptiaChunk chunk)
    {
        var parents = chunk.Passes.SelectMany(pass => pass.Zip(pass.Skip(1))).ToDictionary(steps => steps.Second, steps => steps.First.Id);
        var last = LastOutputs(chunk);

        // The outputs got what stood before them last.
        var source = (chunk.LastPreOutput ?? chunk.Passes.LastOrDefault()?[^1])?.Id;
        return [.. chunk.Events.Select(
            step => ToSpan(step, step.IsOutput ? source : parents.GetValueOrDefault(step), isLast: last.Contains(step)))];
    }

    /// <summary>The last word of each output on the chunk.</summary>
    public static IReadOnlyCollection<CalyptiaEvent> LastOutputs(CalyptiaChunk chunk) =>
        [.. chunk.Outputs.GroupBy(output => output.Instance, StringComparer.Ordinal).Select(route => route.Last())];

    public static SpanType TypeOf(CalyptiaRecordType type) =>
        type == CalyptiaRecordType.Input ? SpanType.Input
        : type == CalyptiaRecordType.Filter ? SpanType.Filter
        : type == CalyptiaRecordType.PreOutput ? SpanType.PreOutput
        : type == CalyptiaRecordType.Output ? SpanType.Output
        : string.IsNullOrWhiteSpace(type.Value) ? SpanType.Span
        : new SpanType(type.Value);

    private static Span ToSpan(CalyptiaEvent step, string? parentId, bool isLast)
    {
        var record = step.Record ?? throw new InvalidOperationException("The event was kept without its record.");
        return new Span
        {
            Id = step.Id,
            ParentId = parentId,
            Name = step.PluginName ?? TypeOf(step.Type).Value,
            Type = TypeOf(step.Type),
            Status = step.IsDelivered ? SpanStatus.Ok : SpanStatus.Unset,
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
        var attributes = new AttributeCollector(Prefix)
            .Add("type", NumberOrText(step.Type.Value))
            .Add("plugin_instance", step.Instance)
            .Add("plugin_alias", string.IsNullOrEmpty(step.Alias) ? null : step.Alias)

            // The service sends a code for every type, but only an output's means something.
            .Add("return_code", step.IsOutput || step.ReturnCode != 0 ? step.ReturnCode : null);
        AddTime(attributes, "created_at", record.CreatedAt, isMember: false);
        AddTime(attributes, StartName(record), record.StartTime, isMember: !record.Type.IsOfWholeChunk);
        AddTime(attributes, "end_time", record.EndTime, isMember: true);
        return attributes.AddExtensions(record).Entries;
    }

    /// <summary>Keeps a time that is not a member of the span, or that could not become one.</summary>
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
        var warnings = new WarningCollector(Prefix, step.Id);
        warnings.AddUnreadable("created_at", record.CreatedAt);
        warnings.AddUnreadable(StartName(record), record.StartTime);
        warnings.AddUnreadable("end_time", record.EndTime);
        warnings.AddUnreadable(CalyptiaWire.TraceRecord, record);
        if (record.Records.Any(log => log.Timestamp.IsUnreadable))
            warnings.Add(new(TraceWarningCodes.Unreadable,
                "The time of a log record could not be read; it is kept as an attribute of the record.", step.Id));
        if (record.NullRecords > 0)
            warnings.Add(new(TraceWarningCodes.Unreadable, $"{record.NullRecords} log records are null and were left out.", step.Id));
        if (isLast && step.IsRetry)
            warnings.Add(new(TraceWarningCodes.Retry, "The output requested a retry; its outcome was not reported.", step.Id));
        return warnings.Warnings;
    }

    private static string StartName(CalyptiaTraceRecord record) => record.Type.IsOfWholeChunk ? "event_time" : "start_time";

    private static AttributeValue NumberOrText(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : text;
}
