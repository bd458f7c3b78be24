namespace TraceClient.Kubiya;

/// <summary>Makes a span of the control plane's span.</summary>
internal static class KubiyaSpanMapper
{
    public const string Prefix = "kubiya.";

    public static Span ToSpan(KubiyaSpan span, string traceId)
    {
        var id = IdOf(span);
        var (kind, status) = (KindOf(span.Kind), StatusOf(span.StatusCode));
        var notes = new ExtensionAttributes(Prefix, id)
            .Add("id", span.Id)
            .Add("trace_id", span.TraceId == traceId ? null : span.TraceId)
            .Add("organization_id", span.OrganizationId)
            .Add("created_at", span.CreatedAt?.Text)
            .Add("kind", kind is null ? span.Kind : null)
            .Add("status_code", status is null ? span.StatusCode : null);
        var result = new Span
        {
            Id = id,
            ParentId = string.IsNullOrEmpty(span.ParentSpanId) ? null : span.ParentSpanId,
            Name = string.IsNullOrEmpty(span.Name) ? id : span.Name,
            Type = SpanType.Span,
            Kind = kind ?? SpanKind.Internal,
            Status = status ?? SpanStatus.Unset,
            StatusMessage = span.StatusMessage,
            StartTime = Read(notes, "start_time_unix_nano", span.StartTimeUnixNano),
            EndTime = Read(notes, "end_time_unix_nano", span.EndTimeUnixNano),
            Duration = DurationOf(span, notes),
            Resource = new ExtensionAttributes(Prefix).Behind(span.ResourceAttributes, "resource_attributes"),
            Records = [.. WithoutNulls(span.Events).Select(ToRecord)],
            Links = [.. WithoutNulls(span.Links).Select(ToLink)],
        };
        return result with
        {
            Attributes = notes.AddUnknown(span.Extensions).Behind(span.Attributes, "attributes"),
            Warnings = [.. notes.Warnings, .. WithoutNulls(span.Events).SelectMany(@event => WarningsOf(@event, id))],
        };
    }

    /// <summary>All spans of a tree or a row of spans, parents before their children.</summary>
    public static IEnumerable<KubiyaSpan> Flatten(IEnumerable<KubiyaSpan>? spans)
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

    /// <summary>The span's id; the row's where it lacks, so that such spans are not taken for one.</summary>
    private static string IdOf(KubiyaSpan span) => (span.SpanId, span.Id) switch
    {
        ({ Length: > 0 } id, _) => id,
        (_, { Length: > 0 } id) => id,
        _ => throw new TraceFormatException("Kubiya sent a span without a span_id.") { SourceName = SourceNames.Kubiya },
    };

    private static TraceTimestamp? Read(ExtensionAttributes notes, string name, KubiyaUnixTime? time)
    {
        if (time is { Value: null } unreadable)
            notes.AddUnreadable(name, unreadable.Text);
        return time?.Value;
    }

    /// <summary>The span's duration, kept as an attribute as well where the model's 100 ns lose what the times do not say either.</summary>
    private static TimeSpan? DurationOf(KubiyaSpan span, ExtensionAttributes notes)
    {
        if (span.DurationNs is { } nanoseconds)
        {
            if (nanoseconds < 0)
                notes.AddUnreadable("duration_ns", nanoseconds);
            else if (nanoseconds % TimeSpan.NanosecondsPerTick != 0 && nanoseconds != Elapsed(span))
                notes.Add("duration_ns", AttributeValue.From(nanoseconds));
            if (nanoseconds >= 0)
                return TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
        }

        if (span.DurationMs is not { } milliseconds)
            return null;
        if (milliseconds >= 0 && milliseconds < TimeSpan.MaxValue.TotalMilliseconds)
            return TimeSpan.FromMilliseconds(milliseconds);
        notes.AddUnreadable("duration_ms", milliseconds);
        return null;
    }

    private static Int128? Elapsed(KubiyaSpan span) =>
        (Int128?)span.EndTimeUnixNano?.Value?.UnixNanoseconds - span.StartTimeUnixNano?.Value?.UnixNanoseconds;

    private static Record ToRecord(KubiyaSpanEvent @event) => new()
    {
        Kind = @event.Name == "exception" ? RecordKind.Exception : RecordKind.Event,
        Name = @event.Name,
        Timestamp = @event.Timestamp?.Value,
        Attributes = new ExtensionAttributes(Prefix)
            .Add("timestamp", @event.Timestamp is { Value: null } unreadable ? unreadable.Text : null)
            .AddUnknown(@event.Extensions)
            .Behind(@event.Attributes, "attributes"),
    };

    private static IEnumerable<TraceWarning> WarningsOf(KubiyaSpanEvent @event, string spanId)
    {
        if (@event.Timestamp is { Value: null })
        {
            yield return new TraceWarning(
                TraceWarningCodes.Unreadable, "The 'timestamp' of an event could not be read; it is kept as the event's attribute 'kubiya.timestamp'.", spanId);
        }
    }

    private static SpanLink ToLink(KubiyaSpanLink link) => new(link.TraceId ?? "", link.SpanId ?? "")
    {
        Attributes = new ExtensionAttributes(Prefix).AddUnknown(link.Extensions).Behind(link.Attributes, "attributes"),
    };

    /// <summary>Null for a word that is not known.</summary>
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
