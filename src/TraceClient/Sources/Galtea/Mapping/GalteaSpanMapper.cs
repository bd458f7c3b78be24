namespace TraceClient.Galtea;

/// <summary>Makes a span of a row.</summary>
internal static class GalteaSpanMapper
{
    public static Span ToSpan(GalteaTrace row)
    {
        var id = row.Id ?? "";
        var latency = SourceTime.DurationOf(row.LatencyMs);
        var type = TypeOf(row);
        return new Span
        {
            Id = id,
            ParentId = row.ParentTraceId,
            Name = string.IsNullOrEmpty(row.Name) ? id : row.Name,
            Type = type,
            Kind = type == SpanType.Generation || type == SpanType.Retriever || type == SpanType.Embedding
                ? SpanKind.Client
                : SpanKind.Internal,
            Status = row.Error.IsNull ? SpanStatus.Unset : SpanStatus.Error,
            StatusMessage = MessageOf(row.Error),
            StartTime = row.StartTime.Value ?? Shift(row.EndTime.Value, -latency),
            EndTime = row.EndTime.Value ?? Shift(row.StartTime.Value, latency),
            Duration = latency,
            Attributes = AttributeMap.Of(row.Metadata, row, static row => AttributesOf((GalteaTrace)row)),
            Records = RecordsOf(row),
            Warnings = WarningsOf(row, id),
        };
    }

    private static IReadOnlyList<KeyValuePair<string, AttributeValue>> AttributesOf(GalteaTrace row) =>
        new AttributeCollector(GalteaTraceMapper.Prefix)
        .AddUnreadable("start_time", row.StartTime)
        .AddUnreadable("end_time", row.EndTime)
        .Add("latency_ms", KeepsLatency(row) ? row.LatencyMs : null)
        .Add("error", row.Error.ValueKind == JsonValueKind.String ? JsonPayload.Null : row.Error)
        .Add("node_type", row.NodeType)
        .Add("description", row.Description)
        .Add("created_at", row.CreatedAt.Text)
        .AddExtensions(row)
        .AddUnlessObject("metadata", row.Metadata)
        .Entries;

    private static IReadOnlyList<TraceWarning> WarningsOf(GalteaTrace row, string id) => new WarningCollector(GalteaTraceMapper.Prefix, id)
        .AddUnreadable("start_time", row.StartTime)
        .AddUnreadable("end_time", row.EndTime)
        .AddUnreadable("latency_ms", row.LatencyMs)
        .AddUnreadable(GalteaWire.Trace, row)
        .Warnings;

    private static SpanType TypeOf(GalteaTrace row) => (row.Type, row.NodeType?.ToUpperInvariant()) switch
    {
        ({ } type, _) when !string.IsNullOrWhiteSpace(type) => new SpanType(type),

        // Old exports have other names for two types, and the others as they are today.
        (_, "LLM") => SpanType.Generation,
        (_, "CUSTOM") => SpanType.Span,
        _ => string.IsNullOrWhiteSpace(row.NodeType) ? SpanType.Span : new SpanType(row.NodeType),
    };

    private static string? MessageOf(JsonPayload error) =>
        error.IsNull ? null
        : error.TryGetString(out var text) ? text
        : (error.ValueKind == JsonValueKind.Object ? AttributeMap.From(error).GetString("message") : null) ?? error.ToString();

    private static IReadOnlyList<Record> RecordsOf(GalteaTrace row) => (row.InputData.IsNull, row.OutputData.IsNull) switch
    {
        (true, true) => [],
        (false, true) => [RecordOf(RecordKind.Input, row.InputData)],
        (true, false) => [RecordOf(RecordKind.Output, row.OutputData)],
        _ => [RecordOf(RecordKind.Input, row.InputData), RecordOf(RecordKind.Output, row.OutputData)],
    };

    private static Record RecordOf(RecordKind kind, JsonPayload body) => new() { Kind = kind, Body = body };

    /// <summary>Gets whether the latency is kept as an attribute too: it
    /// has digits that the times have not, or is not a duration.</summary>
    private static bool KeepsLatency(GalteaTrace row) => SourceTime.DurationOf(row.LatencyMs) is not { } latency
        || (row.EndTime.Value - row.StartTime.Value is { } length && length != latency);

    /// <summary>A time that is not known, from the other one; null where that is not known, or no time is so early or late.</summary>
    private static TraceTimestamp? Shift(TraceTimestamp? time, TimeSpan? by) =>
        time?.UnixNanoseconds + ((Int128?)by?.Ticks * TimeSpan.NanosecondsPerTick) is { } to && to >= long.MinValue && to <= long.MaxValue
            ? new TraceTimestamp((long)to)
            : null;
}
