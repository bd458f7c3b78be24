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
