namespace TraceClient.Kubiya;

/// <summary>Makes a trace, or what a list says of one, of a header.</summary>
internal static class KubiyaTraceMapper
{
    private static readonly TraceWarning NoSpans = new(TraceWarningCodes.Incomplete, "The response has no member 'spans'.");

    public static TraceSummary ToSummary(KubiyaTraceHeader header)
    {
        var reference = SourceErrors.ReferenceTo(SourceNames.Kubiya, header.TraceId);
        return new()
        {
            Reference = reference,
            Name = string.IsNullOrEmpty(header.Name) ? reference.Id : header.Name,
            Status = StatusOf(header.Status) ?? TraceStatus.Unset,
            RecordedAt = header.StartedAt.Value,
            Duration = SourceTime.DurationOf(header.DurationMs),
            SessionId = header.ExecutionId,
            ServiceName = header.ServiceName,
            User = header.UserId,
            SpanCount = header.SpanCount,
            ErrorCount = header.ErrorCount,
            Attributes = AttributesOf(header),
        };
    }

    public static Trace ToTrace(KubiyaTraceDetail detail)
    {
        var reference = SourceErrors.ReferenceTo(SourceNames.Kubiya, detail.TraceId);
        var rows = KubiyaSpanMapper.Flatten(detail.Spans).ToList();
        var withoutId = rows.RemoveAll(span => KubiyaSpanMapper.IdOf(span) is null);
        var header = new Trace
        {
            Reference = reference,
            Name = string.IsNullOrEmpty(detail.Name) ? reference.Id : detail.Name,
            Status = StatusOf(detail.Status) ?? TraceStatus.Unset,
            Duration = SourceTime.DurationOf(detail.DurationMs),
            SessionId = detail.ExecutionId,
            ServiceName = detail.ServiceName,
            User = detail.UserId,
            Attributes = AttributesOf(detail),
            Warnings = WarningsOf(detail, withoutId),
            IsComplete = StatusOf(detail.Status) is TraceStatus.Ok or TraceStatus.Error,
        };
        var trace = TraceAssembler.Assemble(header, rows.Select(span => KubiyaSpanMapper.ToSpan(span, reference.Id)));
        return detail.SpanCount is { } counted && counted != trace.Spans.Count
            ? trace with { Warnings = [.. trace.Warnings, CountWarning(counted, trace.Spans.Count)] }
            : trace;
    }

    /// <summary>The service's word; null for what it has none for.</summary>
    public static string? ToWire(TraceStatus? status) => status switch
    {
        TraceStatus.Ok => "success",
        TraceStatus.Error => "error",
        TraceStatus.Running => "running",
        _ => null,
    };

    /// <summary>Null for a word that is not known; no word at all says nothing of the status.</summary>
    private static TraceStatus? StatusOf(string? status) => status switch
    {
        "success" => TraceStatus.Ok,
        "error" => TraceStatus.Error,
        "running" => TraceStatus.Running,
        null => TraceStatus.Unset,
        _ => null,
    };

    private static AttributeMap AttributesOf(KubiyaTraceHeader header) =>
        AttributeMap.Of(JsonPayload.Null, header, static row => EntriesOf((KubiyaTraceHeader)row));

    private static IReadOnlyList<KeyValuePair<string, AttributeValue>> EntriesOf(KubiyaTraceHeader header) =>
        new AttributeCollector(KubiyaSpanMapper.Prefix)
        .Add("id", header.Id)
        .Add("organization_id", header.OrganizationId)
        .Add("status", StatusOf(header.Status) is null ? header.Status : null)
        .Add("execution_type", header.ExecutionType)
        .Add("user_email", header.UserEmail)
        .Add("user_name", header.UserName)
        .Add("user_avatar", header.UserAvatar)
        .Add("started_at", header.StartedAt.Text)
        .Add("ended_at", header.EndedAt.Text)
        .Add("span_count", (long?)header.SpanCount)
        .Add("error_count", (long?)header.ErrorCount)
        .Add("created_at", header.CreatedAt.Text)
        .Add("updated_at", header.UpdatedAt.Text)
        .AddExtensions(header)
        .Add("duration_ms", SourceTime.DurationOf(header.DurationMs) is null ? header.DurationMs : null)
        .Entries;

    private static IReadOnlyList<TraceWarning> WarningsOf(KubiyaTraceDetail detail, int withoutId) =>
        new WarningCollector(KubiyaSpanMapper.Prefix)
        .AddUnreadable("started_at", detail.StartedAt)
        .AddUnreadable("duration_ms", detail.DurationMs)
        .AddUnreadable(KubiyaWire.Header, detail)
        .Add(detail.Spans is null ? NoSpans : null)
        .AddWithoutId(withoutId)
        .Warnings;

    private static TraceWarning CountWarning(int counted, int received) =>
        new(TraceWarningCodes.SpanCount, $"Kubiya counts {counted} spans and returned {received}; late spans may still arrive.");
}
