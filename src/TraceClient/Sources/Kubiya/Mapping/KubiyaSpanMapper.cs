namespace TraceClient.Kubiya;

/// <summary>Makes a span of the control plane's span.</summary>
internal static class KubiyaSpanMapper
{
    public const string Prefix = "kubiya.";

    private const string UnreadableEvent =
        "The 'timestamp' of an event could not be read; it is kept as the event's attribute 'kubiya.timestamp'.";

    public static Span ToSpan(KubiyaSpan span, string traceId)
    {
        var id = IdOf(span) ?? "";
        return new Span
        {
            Id = id,
            ParentId = string.IsNullOrEmpty(span.ParentSpanId) ? null : span.ParentSpanId,
            Name = string.IsNullOrEmpty(span.Name) ? id : span.Name,
            Kind = KindOf(span.Kind) ?? SpanKind.Internal,
            Status = StatusOf(span.StatusCode) ?? SpanStatus.Unset,
            StatusMessage = span.StatusMessage,
            StartTime = span.StartTimeUnixNano.Value,
            EndTime = span.EndTimeUnixNano.Value,
            Duration = span.DurationNs is >= 0 and var nanoseconds
                ? TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick)
                : SourceTime.DurationOf(span.DurationMs),
            Attributes = span.TraceId == traceId
                ? AttributeMap.Of(span.Attributes, span, static row => AttributesOf((KubiyaSpan)row, traceId: null))
                : AttributeMap.Of(span.Attributes, span, static row => AttributesOf((KubiyaSpan)row, ((KubiyaSpan)row).TraceId)),
            Resource = ResourceOf(span.ResourceAttributes),
            Records = span.Events is { Count: > 0 } events ? [.. events.Select(ToRecord)] : [],
            Links = span.Links is { Count: > 0 } links ? [.. links.Select(ToLink)] : [],
            Warnings = WarningsOf(span, id),
        };
    }

    /// <summary>The spans and all below them, each before its children.</summary>
    public static IEnumerable<KubiyaSpan> Flatten(IReadOnlyList<KubiyaSpan>? spans)
    {
        var rest = new Stack<KubiyaSpan>((spans ?? []).Reverse());
        while (rest.TryPop(out var span))
        {
            yield return span;
            for (var i = (span.Children?.Count ?? 0) - 1; i >= 0; i--)
                rest.Push(span.Children![i]);
        }
    }

    /// <summary>Gets the id of a span; null where it has none, so that no span can be made of it.</summary>
    public static string? IdOf(KubiyaSpan span) =>
        !string.IsNullOrEmpty(span.SpanId) ? span.SpanId : !string.IsNullOrEmpty(span.Id) ? span.Id : null;

    private static IReadOnlyList<KeyValuePair<string, AttributeValue>> AttributesOf(KubiyaSpan span, string? traceId) =>
        new AttributeCollector(Prefix)
        .Add("id", span.Id)
        .Add("trace_id", traceId)
        .Add("organization_id", span.OrganizationId)
        .Add("created_at", span.CreatedAt.Text)
        .Add("kind", KindOf(span.Kind) is null ? span.Kind : null)
        .Add("status_code", StatusOf(span.StatusCode) is null ? span.StatusCode : null)
        .AddUnreadable("start_time_unix_nano", span.StartTimeUnixNano)
        .AddUnreadable("end_time_unix_nano", span.EndTimeUnixNano)
        .Add("duration_ns", KeepsNanoseconds(span) ? span.DurationNs : null)
        .AddUnreadable("duration_ms", NeededMilliseconds(span))
        .AddExtensions(span)
        .AddUnlessObject("attributes", span.Attributes)
        .Entries;

    private static AttributeMap ResourceOf(JsonPayload resource) => resource.ValueKind is JsonValueKind.Object or JsonValueKind.Null
        ? AttributeMap.From(resource)
        : AttributeMap.Empty.With(Prefix + "resource_attributes", AttributeValue.From(resource));

    private static IReadOnlyList<TraceWarning> WarningsOf(KubiyaSpan span, string id)
    {
        var warnings = new WarningCollector(Prefix, id)
            .AddUnreadable("start_time_unix_nano", span.StartTimeUnixNano)
            .AddUnreadable("end_time_unix_nano", span.EndTimeUnixNano)
            .AddUnreadable("duration_ns", span.DurationNs < 0)
            .AddUnreadable("duration_ms", NeededMilliseconds(span))
            .AddUnreadable(KubiyaWire.Span, span);
        foreach (var item in span.Events ?? [])
            warnings.Add(item.Timestamp.IsUnreadable ? new TraceWarning(TraceWarningCodes.Unreadable, UnreadableEvent, id) : null);
        return warnings.Warnings;
    }

    /// <summary>Gets whether the nanoseconds are kept as an attribute too: they are
    /// negative, or more exact than all durations and the times of the span.</summary>
    private static bool KeepsNanoseconds(KubiyaSpan span) => span.DurationNs < 0 || (span.DurationNs % TimeSpan.NanosecondsPerTick != 0
        && span.DurationNs != (Int128?)span.EndTimeUnixNano.Value?.UnixNanoseconds - span.StartTimeUnixNano.Value?.UnixNanoseconds);

    /// <summary>Gets the milliseconds of a span whose nanoseconds are none.</summary>
    private static double? NeededMilliseconds(KubiyaSpan span) => span.DurationNs >= 0 ? null : span.DurationMs;

    private static Record ToRecord(KubiyaSpanEvent item) => new()
    {
        Kind = item.Name == "exception" ? RecordKind.Exception : RecordKind.Event,
        Name = item.Name,
        Timestamp = item.Timestamp.Value,
        Attributes = AttributeMap.Of(item.Attributes, item, static row => AttributesOf((KubiyaSpanEvent)row)),
    };

    private static SpanLink ToLink(KubiyaSpanLink link) => new(link.TraceId ?? "", link.SpanId ?? "")
    {
        Attributes = AttributeMap.Of(link.Attributes, link, static row => AttributesOf((KubiyaSpanLink)row)),
    };

    private static IReadOnlyList<KeyValuePair<string, AttributeValue>> AttributesOf(KubiyaSpanEvent item) =>
        new AttributeCollector(Prefix)
        .AddUnreadable("timestamp", item.Timestamp).AddExtensions(item).AddUnlessObject("attributes", item.Attributes).Entries;

    private static IReadOnlyList<KeyValuePair<string, AttributeValue>> AttributesOf(KubiyaSpanLink link) =>
        new AttributeCollector(Prefix).AddExtensions(link).AddUnlessObject("attributes", link.Attributes).Entries;

    private static SpanKind? KindOf(string? kind) => kind switch
    {
        "INTERNAL" or null => SpanKind.Internal,
        "SERVER" => SpanKind.Server,
        "CLIENT" => SpanKind.Client,
        "PRODUCER" => SpanKind.Producer,
        "CONSUMER" => SpanKind.Consumer,
        _ => null,
    };

    /// <summary>Null for a word that is not known.</summary>
    private static SpanStatus? StatusOf(string? status) => status switch
    {
        "UNSET" or null => SpanStatus.Unset,
        "OK" => SpanStatus.Ok,
        "ERROR" => SpanStatus.Error,
        _ => null,
    };
}
