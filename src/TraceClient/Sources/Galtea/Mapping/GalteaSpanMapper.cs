namespace TraceClient.Galtea;

/// <summary>Makes a span of a row.</summary>
internal static class GalteaSpanMapper
{
    public static Span ToSpan(GalteaTrace row)
    {
        var id = row.Id ?? "";
        var timing = GalteaTiming.Of(row);
        var type = TypeOf(row);
        return new Span
        {
            Id = id,
            ParentId = row.ParentTraceId,
            Name = string.IsNullOrEmpty(row.Name) ? id : row.Name,
            Type = type,
            Kind = type == SpanType.Generation || type == SpanType.Retriever || type == SpanType.Embedding ? SpanKind.Client : SpanKind.Internal,
            Status = row.Error.IsNull ? SpanStatus.Unset : SpanStatus.Error,
            StatusMessage = MessageOf(row.Error),
            StartTime = timing.Start,
            EndTime = timing.End,
            Duration = timing.Duration,
            Attributes = AttributeMap.Of(row.Metadata, row, static row => AttributesOf((GalteaTrace)row)),
            Records = RecordsOf(row),
            Warnings = WarningsOf(row, id, timing),
        };
    }

    private static IReadOnlyList<KeyValuePair<string, AttributeValue>> AttributesOf(GalteaTrace row) => new AttributeCollector(GalteaTraceMapper.Prefix)
        .AddUnreadable("start_time", row.StartTime)
        .AddUnreadable("end_time", row.EndTime)
        .Add("latency_ms", GalteaTiming.Of(row).KeepsLatency ? row.LatencyMs : null)
        .Add("error", row.Error.ValueKind == JsonValueKind.String ? JsonPayload.Null : row.Error)
        .Add("node_type", row.NodeType)
        .Add("description", row.Description)
        .Add("created_at", row.CreatedAt.Text)
        .AddExtensions(row)
        .AddUnlessObject("metadata", row.Metadata)
        .Entries;

    private static IReadOnlyList<TraceWarning> WarningsOf(GalteaTrace row, string id, GalteaTiming timing)
    {
        var warnings = new WarningCollector(GalteaTraceMapper.Prefix, id);
        warnings.AddUnreadable("start_time", row.StartTime);
        warnings.AddUnreadable("end_time", row.EndTime);
        if (row.LatencyMs is not null && timing.Duration is null)
            warnings.AddUnreadable("latency_ms");
        warnings.AddUnreadable(GalteaWire.Trace, row);
        return warnings.Warnings;
    }

    private static SpanType TypeOf(GalteaTrace row)
    {
        if (!string.IsNullOrWhiteSpace(row.Type))
            return new SpanType(row.Type);

        // Old exports have other names for two types, and the others as they are today.
        return row.NodeType?.ToUpperInvariant() switch
        {
            "LLM" => SpanType.Generation,
            null or "" or "CUSTOM" => SpanType.Span,
            _ when string.IsNullOrWhiteSpace(row.NodeType) => SpanType.Span,
            _ => new SpanType(row.NodeType),
        };
    }

    private static string? MessageOf(JsonPayload error)
    {
        if (error.IsNull)
            return null;
        if (error.TryGetString(out var text))
            return text;
        var message = error.ValueKind == JsonValueKind.Object ? AttributeMap.From(error).GetString("message") : null;
        return message ?? error.ToString();
    }

    private static IReadOnlyList<Record> RecordsOf(GalteaTrace row) => (row.InputData.IsNull, row.OutputData.IsNull) switch
    {
        (true, true) => [],
        (false, true) => [Input(row)],
        (true, false) => [Output(row)],
        _ => [Input(row), Output(row)],
    };

    private static Record Input(GalteaTrace row) => new() { Kind = RecordKind.Input, Body = row.InputData };

    private static Record Output(GalteaTrace row) => new() { Kind = RecordKind.Output, Body = row.OutputData };
}

/// <summary>When a row began and ended, and how long it took.</summary>
/// <param name="Start">The start; from the end where only that is known.</param>
/// <param name="End">The end; from the start where only that is known.</param>
/// <param name="Duration">The latency; null where none was sent that could be read.</param>
/// <param name="KeepsLatency">Whether the latency is kept as an attribute too: it has digits that the times have not, or could not be read.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GalteaTiming(TraceTimestamp? Start, TraceTimestamp? End, TimeSpan? Duration, bool KeepsLatency)
{
    public static GalteaTiming Of(GalteaTrace row)
    {
        var (start, end) = (row.StartTime.Value, row.EndTime.Value);
        if (FromMilliseconds(row.LatencyMs) is not { } latency)
            return new(start, end, Duration: null, KeepsLatency: true);
        return new(start ?? Shift(end, -latency), end ?? Shift(start, latency), latency, start is not null && end is not null && end - start != latency);
    }

    /// <summary>Converts milliseconds to a duration; null for none, and for what is negative or too large for one.</summary>
    public static TimeSpan? FromMilliseconds(double? milliseconds) =>
        milliseconds is >= 0 and < long.MaxValue / 1e6 and var value ? TimeSpan.FromTicks((long)Math.Round(value * TimeSpan.TicksPerMillisecond)) : null;

    private static TraceTimestamp? Shift(TraceTimestamp? time, TimeSpan by)
    {
        if (time is not { UnixNanoseconds: var from })
            return null;
        var to = (Int128)from + ((Int128)by.Ticks * 100);
        return to < long.MinValue || to > long.MaxValue ? null : new TraceTimestamp((long)to);
    }
}
