namespace TraceClient.Kubiya;

/// <summary>Reads the control plane's responses.</summary>
internal static class KubiyaWire
{
    private static readonly (string, WireMember<KubiyaTraceHeader>)[] HeaderMembers =
    [
        ("id", (header, ref json) => header.Id = json.Text()),
        ("trace_id", (header, ref json) => header.TraceId = json.Text()),
        ("organization_id", (header, ref json) => header.OrganizationId = json.SharedText()),
        ("name", (header, ref json) => header.Name = json.SharedText()),
        ("service_name", (header, ref json) => header.ServiceName = json.SharedText()),
        ("status", (header, ref json) => header.Status = json.SharedText()),
        ("execution_id", (header, ref json) => header.ExecutionId = json.SharedText()),
        ("execution_type", (header, ref json) => header.ExecutionType = json.SharedText()),
        ("user_id", (header, ref json) => header.UserId = json.SharedText()),
        ("user_email", (header, ref json) => header.UserEmail = json.SharedText()),
        ("user_name", (header, ref json) => header.UserName = json.SharedText()),
        ("user_avatar", (header, ref json) => header.UserAvatar = json.SharedText()),
        ("started_at", (header, ref json) => header.StartedAt = json.Time(TimeNumber.None)),
        ("ended_at", (header, ref json) => header.EndedAt = json.Time(TimeNumber.None)),
        ("duration_ms", (header, ref json) => header.DurationMs = json.Int64()),
        ("span_count", (header, ref json) => header.SpanCount = json.Int32()),
        ("error_count", (header, ref json) => header.ErrorCount = json.Int32()),
        ("created_at", (header, ref json) => header.CreatedAt = json.Time(TimeNumber.None)),
        ("updated_at", (header, ref json) => header.UpdatedAt = json.Time(TimeNumber.None)),
    ];

    public static WireType<KubiyaTraceHeader> Header { get; } = new(HeaderMembers);

    public static WireType<KubiyaTraceDetail> Detail { get; } = new([
        .. HeaderMembers,
        ("spans", (detail, ref json) => detail.Spans = json.List(Span!)),
    ]);

    public static WireType<KubiyaSpan> Span { get; } = new(
        ("id", (span, ref json) => span.Id = json.Text()),
        ("trace_id", (span, ref json) => span.TraceId = json.SharedText()),
        ("span_id", (span, ref json) => span.SpanId = json.Text()),
        ("parent_span_id", (span, ref json) => span.ParentSpanId = json.Text()),
        ("organization_id", (span, ref json) => span.OrganizationId = json.SharedText()),
        ("name", (span, ref json) => span.Name = json.SharedText()),
        ("kind", (span, ref json) => span.Kind = json.SharedText()),
        ("status_code", (span, ref json) => span.StatusCode = json.SharedText()),
        ("status_message", (span, ref json) => span.StatusMessage = json.SharedText()),
        ("start_time_unix_nano", (span, ref json) => span.StartTimeUnixNano = json.Time(TimeNumber.Nanoseconds)),
        ("end_time_unix_nano", (span, ref json) => span.EndTimeUnixNano = json.Time(TimeNumber.Nanoseconds)),
        ("duration_ns", (span, ref json) => span.DurationNs = json.Int64()),
        ("duration_ms", (span, ref json) => span.DurationMs = json.Double()),
        ("attributes", (span, ref json) => span.Attributes = json.Payload()),
        ("resource_attributes", (span, ref json) => span.ResourceAttributes = json.Payload()),
        ("events", (span, ref json) => span.Events = json.List(Event!)),
        ("links", (span, ref json) => span.Links = json.List(Link!)),
        ("created_at", (span, ref json) => span.CreatedAt = json.Time(TimeNumber.None)),
        ("children", (span, ref json) => span.Children = json.List(Span!)));

    public static WireType<KubiyaSpanEvent> Event { get; } = new(
        ("name", (item, ref json) => item.Name = json.SharedText()),
        ("timestamp", (item, ref json) => item.Timestamp = json.Time(TimeNumber.Nanoseconds)),
        ("attributes", (item, ref json) => item.Attributes = json.Payload()));

    public static WireType<KubiyaSpanLink> Link { get; } = new(
        ("trace_id", (link, ref json) => link.TraceId = json.Text()),
        ("span_id", (link, ref json) => link.SpanId = json.Text()),
        ("attributes", (link, ref json) => link.Attributes = json.Payload()));

    public static WireTypes Types { get; } = new WireTypes()
        .With(Header)
        .With(Detail)
        .With(Span)
        .With(new WireType<KubiyaTracePage>(
            ("items", (page, ref json) => page.Items = json.List(Header)),
            ("total", (page, ref json) => page.Total = json.Int64()),
            ("page", (page, ref json) => page.Page = json.Int32()),
            ("page_size", (page, ref json) => page.PageSize = json.Int32()),
            ("total_pages", (page, ref json) => page.TotalPages = json.Int32()),
            ("has_next", (page, ref json) => page.HasNext = json.Boolean()),
            ("has_previous", (page, ref json) => page.HasPrevious = json.Boolean())))
        .With(new WireType<KubiyaTraceStats>(
            ("total_traces", (stats, ref json) => stats.TotalTraces = json.Int64()),
            ("success_count", (stats, ref json) => stats.SuccessCount = json.Int64()),
            ("error_count", (stats, ref json) => stats.ErrorCount = json.Int64()),
            ("running_count", (stats, ref json) => stats.RunningCount = json.Int64()),
            ("error_rate", (stats, ref json) => stats.ErrorRate = json.Double()),
            ("avg_duration_ms", (stats, ref json) => stats.AvgDurationMs = json.Double()),
            ("total_spans", (stats, ref json) => stats.TotalSpans = json.Int64()),
            ("period_start", (stats, ref json) => stats.PeriodStart = json.Time(TimeNumber.None)),
            ("period_end", (stats, ref json) => stats.PeriodEnd = json.Time(TimeNumber.None))))
        .With(new WireType<KubiyaTraceDeletion>(
            ("trace_id", (deletion, ref json) => deletion.TraceId = json.Text()),
            ("deleted", (deletion, ref json) => deletion.Deleted = json.Boolean()),
            ("message", (deletion, ref json) => deletion.Message = json.Text())));
}
