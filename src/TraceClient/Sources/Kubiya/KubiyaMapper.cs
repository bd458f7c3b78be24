namespace TraceClient.Kubiya;

/// <summary>From the control plane's shapes to the model.</summary>
internal static class KubiyaMapper
{
    private const string Prefix = "kubiya.";

    public static TraceSummary ToSummary(KubiyaTraceHeader header) => new()
    {
        Reference = ReferenceOf(header),
        Name = header.Name ?? header.TraceId,
        Status = ToTraceStatus(header.Status) ?? TraceStatus.Unset,
        RecordedAt = header.StartedAt?.Value,
        Duration = MillisecondsToTimeSpan(header.DurationMs),
        SessionId = header.ExecutionId,
        ServiceName = header.ServiceName,
        User = header.UserId,
        SpanCount = header.SpanCount,
        ErrorCount = header.ErrorCount,
        SpanTypes = [SpanType.Span],
        Attributes = AttributesOf(header),
    };

    public static Trace ToTrace(KubiyaTraceDetail detail)
    {
        var spans = Flatten(detail.Spans ?? []).Select(ToSpan).ToList();
        var trace = new Trace
        {
            Reference = ReferenceOf(detail),
            Name = detail.Name ?? detail.TraceId,
            Status = ToTraceStatus(detail.Status) ?? TraceStatus.Unset,
            Duration = MillisecondsToTimeSpan(detail.DurationMs),
            SessionId = detail.ExecutionId,
            ServiceName = detail.ServiceName,
            User = detail.UserId,
            Attributes = AttributesOf(detail),
            Warnings = WarningsOf(detail),
            IsComplete = ToTraceStatus(detail.Status) is TraceStatus.Ok or TraceStatus.Error,
        };
        trace = TraceAssembler.Assemble(trace, spans);
        return detail.SpanCount is { } counted && counted != trace.Spans.Count
            ? trace with { Warnings = [.. trace.Warnings, CountWarning(counted, trace.Spans.Count)] }
            : trace;
    }

    public static Span ToSpan(KubiyaSpan span)
    {
        var kind = ToSpanKind(span.Kind);
        var status = ToSpanStatus(span.StatusCode);
        var attributes = new ExtensionAttributes(Prefix)
            .Add("id", span.Id)
            .Add("organization_id", span.OrganizationId)
            .Add("created_at", span.CreatedAt?.Text)
            .Add("kind", kind is null ? span.Kind : null)
            .Add("status_code", status is null ? span.StatusCode : null)
            .AddUnknown(span.Extensions);
        return new Span
        {
            Id = span.SpanId,
            ParentId = string.IsNullOrEmpty(span.ParentSpanId) ? null : span.ParentSpanId,
            Name = span.Name ?? span.SpanId,
            Type = SpanType.Span,
            Kind = kind ?? SpanKind.Internal,
            Status = status ?? SpanStatus.Unset,
            StatusMessage = span.StatusMessage,
            StartTime = ToTimestamp(span.StartTimeUnixNano),
            EndTime = ToTimestamp(span.EndTimeUnixNano),
            Duration = DurationOf(span),
            Attributes = attributes.Behind(span.Attributes, "attributes"),
            Resource = new ExtensionAttributes(Prefix).Behind(span.ResourceAttributes, "resource_attributes"),
            Records = [.. WithoutNulls(span.Events).Select(ToRecord)],
            Links = [.. WithoutNulls(span.Links).Select(ToLink)],
        };
    }

    /// <summary>All spans of a tree or a row of spans, parents before their children.</summary>
    public static IEnumerable<KubiyaSpan> Flatten(IEnumerable<KubiyaSpan> spans)
    {
        var rest = new Stack<KubiyaSpan>(WithoutNulls(spans).Reverse());
        while (rest.TryPop(out var span))
        {
            yield return span;
            foreach (var child in WithoutNulls(span.Children).Reverse())
                rest.Push(child);
        }
    }

    /// <summary>The elements of a list that is there; a JSON null among them says nothing.</summary>
    public static IEnumerable<T> WithoutNulls<T>(IEnumerable<T>? list)
        where T : class => list?.Where(element => element is not null) ?? [];

    public static string? ToWire(TraceStatus? status) => status switch
    {
        TraceStatus.Ok => "success",
        TraceStatus.Error => "error",
        TraceStatus.Running => "running",
        _ => null,
    };

    private static TraceReference ReferenceOf(KubiyaTraceHeader header) =>
        header.TraceId.Length > 0
            ? new TraceReference(SourceNames.Kubiya, header.TraceId)
            : throw new TraceFormatException("Kubiya sent a trace without a trace_id.") { SourceName = SourceNames.Kubiya };

    private static AttributeMap AttributesOf(KubiyaTraceHeader header) => new ExtensionAttributes(Prefix)
        .Add("id", header.Id)
        .Add("organization_id", header.OrganizationId)
        .Add("status", ToTraceStatus(header.Status) is null ? header.Status : null)
        .Add("execution_type", header.ExecutionType)
        .Add("user_email", header.UserEmail)
        .Add("user_name", header.UserName)
        .Add("user_avatar", header.UserAvatar)
        .Add("started_at", header.StartedAt?.Text)
        .Add("ended_at", header.EndedAt?.Text)
        .Add("span_count", (long?)header.SpanCount)
        .Add("error_count", (long?)header.ErrorCount)
        .Add("created_at", header.CreatedAt?.Text)
        .Add("updated_at", header.UpdatedAt?.Text)
        .AddUnknown(header.Extensions)
        .ToMap();

    private static TraceWarning[] WarningsOf(KubiyaTraceHeader header) => header.StartedAt is { Value: null }
        ? [new TraceWarning(TraceWarningCodes.Unreadable, "The trace's started_at is no time that can be read; it is kept as an attribute.")]
        : [];

    private static TraceWarning CountWarning(int counted, int received) =>
        new(TraceWarningCodes.SpanCount, $"Kubiya counts {counted} spans and returned {received}; late spans may still arrive.");

    private static Record ToRecord(KubiyaSpanEvent @event) => new()
    {
        Kind = @event.Name == "exception" ? RecordKind.Exception : RecordKind.Event,
        Name = @event.Name,
        Timestamp = ToTimestamp(@event.Timestamp),
        Attributes = new ExtensionAttributes(Prefix).AddUnknown(@event.Extensions).Behind(@event.Attributes, "attributes"),
    };

    private static SpanLink ToLink(KubiyaSpanLink link) => new(link.TraceId ?? "", link.SpanId ?? "")
    {
        Attributes = new ExtensionAttributes(Prefix).AddUnknown(link.Extensions).Behind(link.Attributes, "attributes"),
    };

    private static TraceTimestamp? ToTimestamp(long? unixNanoseconds) => unixNanoseconds is { } value ? new TraceTimestamp(value) : null;

    private static TimeSpan? MillisecondsToTimeSpan(long? milliseconds) =>
        milliseconds is { } value && Math.Abs(value) <= TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMillisecond
            ? TimeSpan.FromTicks(value * TimeSpan.TicksPerMillisecond)
            : null;

    private static TimeSpan? DurationOf(KubiyaSpan span) => span switch
    {
        { DurationNs: { } nanoseconds } => TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick),
        { DurationMs: { } milliseconds } when Math.Abs(milliseconds) < TimeSpan.MaxValue.TotalMilliseconds => TimeSpan.FromMilliseconds(milliseconds),
        _ => null,
    };

    private static TraceStatus? ToTraceStatus(string? status) => status switch
    {
        "success" => TraceStatus.Ok,
        "error" => TraceStatus.Error,
        "running" => TraceStatus.Running,
        null => TraceStatus.Unset,
        _ => null,
    };

    private static SpanKind? ToSpanKind(string? kind) => kind switch
    {
        "INTERNAL" or null => SpanKind.Internal,
        "SERVER" => SpanKind.Server,
        "CLIENT" => SpanKind.Client,
        "PRODUCER" => SpanKind.Producer,
        "CONSUMER" => SpanKind.Consumer,
        _ => null,
    };

    private static SpanStatus? ToSpanStatus(string? status) => status switch
    {
        "UNSET" or null => SpanStatus.Unset,
        "OK" => SpanStatus.Ok,
        "ERROR" => SpanStatus.Error,
        _ => null,
    };
}
