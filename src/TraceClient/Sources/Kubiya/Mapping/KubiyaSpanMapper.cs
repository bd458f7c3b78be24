namespace TraceClient.Kubiya;

/// <summary>Makes a span of the control plane's span.</summary>
internal static class KubiyaSpanMapper
{
    public const string Prefix = "kubiya.";

    public static Span ToSpan(KubiyaSpan span, string traceId)
    {
        var id = IdOf(span) ?? "";
        return new Span
        {
            Id = id,
            ParentId = string.IsNullOrEmpty(span.ParentSpanId) ? null : span.ParentSpanId,
            Name = string.IsNullOrEmpty(span.Name) ? id : span.Name,
            Type = SpanType.Span,
            Kind = KindOf(span.Kind) ?? SpanKind.Internal,
            Status = StatusOf(span.StatusCode) ?? SpanStatus.Unset,
            StatusMessage = span.StatusMessage,
            StartTime = span.StartTimeUnixNano.Value,
            EndTime = span.EndTimeUnixNano.Value,
            Duration = KubiyaDuration.Of(span).Value,
            Attributes = span.TraceId == traceId
                ? AttributeMap.Of(span.Attributes, span, static row => AttributesOf((KubiyaSpan)row, traceId: null))
                : AttributeMap.Of(span.Attributes, span, static row => AttributesOf((KubiyaSpan)row, ((KubiyaSpan)row).TraceId)),
            Resource = ResourceOf(span),
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
    public static string? IdOf(KubiyaSpan span) => !string.IsNullOrEmpty(span.SpanId) ? span.SpanId : !string.IsNullOrEmpty(span.Id) ? span.Id : null;

    private static IReadOnlyList<KeyValuePair<string, AttributeValue>> AttributesOf(KubiyaSpan span, string? traceId)
    {
        var duration = KubiyaDuration.Of(span);
        return new AttributeCollector(Prefix)
            .Add("id", span.Id)
            .Add("trace_id", traceId)
            .Add("organization_id", span.OrganizationId)
            .Add("created_at", span.CreatedAt.Text)
            .Add("kind", KindOf(span.Kind) is null ? span.Kind : null)
            .Add("status_code", StatusOf(span.StatusCode) is null ? span.StatusCode : null)
            .AddUnreadable("start_time_unix_nano", span.StartTimeUnixNano)
            .AddUnreadable("end_time_unix_nano", span.EndTimeUnixNano)
            .Add("duration_ns", duration.KeepsNanoseconds ? span.DurationNs : null)
            .Add("duration_ms", duration.IsMillisecondsUnreadable ? span.DurationMs : null)
            .AddExtensions(span)
            .AddUnlessObject("attributes", span.Attributes)
            .Entries;
    }

    private static AttributeMap ResourceOf(KubiyaSpan span) => span.ResourceAttributes.ValueKind switch
    {
        JsonValueKind.Object => AttributeMap.From(span.ResourceAttributes),
        JsonValueKind.Null => AttributeMap.Empty,
        _ => new AttributeCollector(Prefix).Add("resource_attributes", span.ResourceAttributes).ToMap(),
    };

    private static IReadOnlyList<TraceWarning> WarningsOf(KubiyaSpan span, string id)
    {
        var warnings = new WarningCollector(Prefix, id);
        warnings.AddUnreadable("start_time_unix_nano", span.StartTimeUnixNano);
        warnings.AddUnreadable("end_time_unix_nano", span.EndTimeUnixNano);
        var duration = KubiyaDuration.Of(span);
        if (duration.IsNanosecondsUnreadable)
            warnings.AddUnreadable("duration_ns");
        if (duration.IsMillisecondsUnreadable)
            warnings.AddUnreadable("duration_ms");
        warnings.AddUnreadable(KubiyaWire.Span, span);
        foreach (var item in span.Events ?? [])
        {
            if (item.Timestamp.IsUnreadable)
            {
                warnings.Add(new TraceWarning(
                    TraceWarningCodes.Unreadable, "The 'timestamp' of an event could not be read; it is kept as the event's attribute 'kubiya.timestamp'.", id));
            }
        }

        return warnings.Warnings;
    }

    private static Record ToRecord(KubiyaSpanEvent item) => new()
    {
        Kind = item.Name == "exception" ? RecordKind.Exception : RecordKind.Event,
        Name = item.Name,
        Timestamp = item.Timestamp.Value,
        Attributes = AttributeMap.Of(item.Attributes, item, static row => AttributesOf((KubiyaSpanEvent)row)),
    };

    private static IReadOnlyList<KeyValuePair<string, AttributeValue>> AttributesOf(KubiyaSpanEvent item) => new AttributeCollector(Prefix)
        .AddUnreadable("timestamp", item.Timestamp)
        .AddExtensions(item)
        .AddUnlessObject("attributes", item.Attributes)
        .Entries;

    private static SpanLink ToLink(KubiyaSpanLink link) => new(link.TraceId ?? "", link.SpanId ?? "")
    {
        Attributes = AttributeMap.Of(
            link.Attributes,
            link,
            static row => new AttributeCollector(Prefix).AddExtensions((KubiyaSpanLink)row).AddUnlessObject("attributes", ((KubiyaSpanLink)row).Attributes).Entries),
    };

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

/// <summary>The duration of a span, of which the service sends nanoseconds, milliseconds or both.</summary>
/// <param name="Value">The duration; null where none was sent that could be read.</param>
/// <param name="KeepsNanoseconds">Whether the nanoseconds are kept as an attribute too: no duration of .NET has them all, or they could not be read.</param>
/// <param name="IsNanosecondsUnreadable">Whether the nanoseconds are negative.</param>
/// <param name="IsMillisecondsUnreadable">Whether the milliseconds were needed, and are negative or too many.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct KubiyaDuration(TimeSpan? Value, bool KeepsNanoseconds, bool IsNanosecondsUnreadable, bool IsMillisecondsUnreadable)
{
    public static KubiyaDuration Of(KubiyaSpan span)
    {
        if (span.DurationNs is >= 0 and var nanoseconds)
        {
            var keeps = nanoseconds % TimeSpan.NanosecondsPerTick != 0
                && nanoseconds != (Int128?)span.EndTimeUnixNano.Value?.UnixNanoseconds - span.StartTimeUnixNano.Value?.UnixNanoseconds;
            return new(TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick), keeps, false, false);
        }

        var isNegative = span.DurationNs is not null;
        return span.DurationMs switch
        {
            null => new(null, isNegative, isNegative, false),
            >= 0 and var milliseconds when milliseconds < TimeSpan.MaxValue.TotalMilliseconds => new(TimeSpan.FromMilliseconds(milliseconds), isNegative, isNegative, false),
            _ => new(null, isNegative, isNegative, true),
        };
    }
}
