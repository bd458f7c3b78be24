namespace TraceClient.Otlp;

/// <summary>Maps spans to OTLP spans.</summary>
internal sealed class SpanToWire(Trace trace, HeaderToWire header, OtlpWriterOptions options)
{
    // Derived attributes, the type, the ids, and the names of the derived attributes.
    private const int UsualAdditions = 8;

    private readonly Dictionary<string, TraceTimestamp?> _times = TimesOf(trace, options);
    private readonly string _traceId = OtlpIds.TraceId(trace.Source, trace.Id);
    private readonly SpanIds _ids = new(trace.Source);

    /// <summary>Gets the scope of a span; the default is the scope of the writer.</summary>
    public static (string Name, string Version) ScopeOf(Span span) =>
        span.Attributes.GetString(AttributeKeys.ScopeName) is { Length: > 0 } name && name != WireScope.OwnName
            ? (name, span.Attributes.GetString(AttributeKeys.ScopeVersion) ?? "")
            : (WireScope.OwnName, "");

    /// <summary>Maps a span.</summary>
    /// <param name="span">The span, whose children are ignored.</param>
    /// <param name="index">The index of the span in its trace; null if the spans have the default order.</param>
    /// <param name="isHeader">Whether the span has all properties of the trace.</param>
    /// <param name="isPlaceholder">Whether the span is the placeholder of a trace without spans.</param>
    public WireSpan ToWire(Span span, int? index, bool isHeader, bool isPlaceholder = false)
    {
        var fill = options.MissingTimes == OtlpMissingTimes.Fill;
        var start = span.StartTime
            ?? (fill ? span.EndTime ?? _times.GetValueOrDefault(span.ParentId ?? "") ?? trace.StartTime ?? trace.EndTime : null);
        var end = span.EndTime ?? (fill ? start : null);
        var members = new WireMembers(span.Attributes);
        var (spanId, parentSpanId) = _ids.Of(span);
        var wire = new WireSpan
        {
            TraceId = _traceId,
            SpanId = spanId,
            ParentSpanId = parentSpanId,
            TraceState = members.TakeText(AttributeKeys.TraceState),
            Flags = members.TakeCount(AttributeKeys.Flags),
            Name = span.Name,
            Kind = (int)span.Kind + 1,
            StartTime = WireTime.From(start),
            EndTime = WireTime.From(end),
            DroppedAttributes = members.TakeCount(AttributeKeys.DroppedAttributes),
            DroppedEvents = members.TakeCount(AttributeKeys.DroppedEvents),
            DroppedLinks = members.TakeCount(AttributeKeys.DroppedLinks),
            StatusCode = (int)span.Status,
            StatusMessage = span.StatusMessage ?? "",
        };
        if (ScopeOf(span) is { Name: not WireScope.OwnName, Version: var version })
        {
            members.Take(AttributeKeys.ScopeName);
            if (version.Length > 0)
                members.Take(AttributeKeys.ScopeVersion);
        }

        var attributes = AddAttributes(span, wire, members, index);
        attributes.Add(AttributeKeys.TimeMissing, (start == span.StartTime, end == span.EndTime) switch
        {
            (false, false) => "start,end",
            (false, true) => "start",
            (true, false) => "end",
            _ => null,
        });
        attributes.Add(AttributeKeys.Placeholder, isPlaceholder);
        header.AddReference(attributes, _traceId);
        if (isHeader)
            header.AddFacts(attributes);
        attributes.AddNotes();
        wire.DroppedAttributes += attributes.Dropped;
        AddEvents(span, wire);
        foreach (var link in span.Links)
            wire.Links.Add(ToWire(link));
        return wire;
    }

    private OutgoingAttributes AddAttributes(Span span, WireSpan wire, WireMembers members, int? index)
    {
        wire.Attributes.EnsureCapacity(span.Attributes.Count + UsualAdditions);
        var attributes = new OutgoingAttributes(wire.Attributes, span.Attributes, options.IncludeContent, members.Taken);
        GenAiAttributes.Derive(span, attributes);
        attributes.Add(AttributeKeys.SpanType, span.Type.Value);
        attributes.Add(AttributeKeys.SpanId, span.Id == wire.SpanId ? null : span.Id);
        attributes.Add(AttributeKeys.SpanParentId, span.ParentId == wire.ParentSpanId ? null : span.ParentId);
        attributes.Add(AttributeKeys.SpanIndex, index);
        attributes.Add(AttributeKeys.SpanStart, WireTime.AttributeOf(span.StartTime));
        attributes.Add(AttributeKeys.SpanEnd, WireTime.AttributeOf(span.EndTime));
        attributes.AddDuration(AttributeKeys.SpanDuration, span.Duration, span.EndTime - span.StartTime);
        attributes.Add(AttributeKeys.SpanStatusMessage, span.StatusMessage is "" ? "" : null);
        attributes.AddWarnings(AttributeKeys.SpanWarnings, span.Warnings);
        return attributes;
    }

    // Only a span without a time needs that of its parent.
    private static Dictionary<string, TraceTimestamp?> TimesOf(Trace trace, OtlpWriterOptions options)
    {
        var times = new Dictionary<string, TraceTimestamp?>(StringComparer.Ordinal);
        if (options.MissingTimes == OtlpMissingTimes.Fill && trace.Spans.Any(span => span.StartTime is null && span.EndTime is null))
        {
            foreach (var span in trace.Spans)
                times.TryAdd(span.Id, span.StartTime ?? span.EndTime);
        }

        return times;
    }

    private void AddEvents(Span span, WireSpan wire)
    {
        var count = Math.Min(span.Records.Count, options.MaxEventsPerSpan);
        wire.Events.EnsureCapacity(count);
        for (var i = 0; i < count; i++)
            wire.Events.Add(RecordToWire.ToWire(span.Records[i], options, wire.StartTime));
        wire.DroppedEvents += (uint)(span.Records.Count - count);
    }

    private WireLink ToWire(SpanLink link)
    {
        var members = new WireMembers(link.Attributes);
        var wire = new WireLink
        {
            TraceId = link.TraceId.Length == 0 ? "" : OtlpIds.TraceId(trace.Source, link.TraceId),
            SpanId = link.SpanId.Length == 0 ? "" : OtlpIds.SpanId(trace.Source, link.SpanId),
            TraceState = members.TakeText(AttributeKeys.TraceState),
            Flags = members.TakeCount(AttributeKeys.Flags),
            DroppedAttributes = members.TakeCount(AttributeKeys.DroppedAttributes),
        };
        var attributes = new OutgoingAttributes(wire.Attributes, link.Attributes, options.IncludeContent, members.Taken);
        attributes.Add(AttributeKeys.LinkTraceId, link.TraceId == wire.TraceId ? null : link.TraceId);
        attributes.Add(AttributeKeys.LinkSpanId, link.SpanId == wire.SpanId ? null : link.SpanId);
        attributes.AddNotes();
        wire.DroppedAttributes += attributes.Dropped;
        return wire;
    }
}

/// <summary>Derives the OpenTelemetry ids of the spans of a source.</summary>
/// <remarks>Most spans are children or siblings of the previous one, so the id of the parent is cached.</remarks>
internal sealed class SpanIds(string source)
{
    private (string? Id, string Wire) _span = (null, "");
    private (string? Id, string Wire) _parent = (null, "");

    /// <summary>Gets the ids of a span and of its parent, which is empty for a root.</summary>
    public (string SpanId, string ParentSpanId) Of(Span span)
    {
        var parent = span.ParentId is null ? "" : ParentOf(span.ParentId);
        _span = (span.Id, OtlpIds.SpanId(source, span.Id));
        return (_span.Wire, parent);
    }

    private string ParentOf(string id)
    {
        if (id == _span.Id)
            _parent = _span;
        else if (id != _parent.Id)
            _parent = (id, OtlpIds.SpanId(source, id));
        return _parent.Wire;
    }
}
