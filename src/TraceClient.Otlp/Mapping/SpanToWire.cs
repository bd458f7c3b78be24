namespace TraceClient.Otlp;

/// <summary>Makes OTLP spans of a trace's spans.</summary>
internal sealed class SpanToWire(Trace trace, HeaderToWire header, OtlpWriterOptions options)
{
    // What the conventions derive, the type, the ids, and the note of what was derived.
    private const int UsualAdditions = 8;

    private readonly Dictionary<string, TraceTimestamp?> _times = TimesOf(trace, options);
    private readonly string _traceId = OtlpIds.TraceId(trace.Source, trace.Id);
    private readonly SpanIds _ids = new(trace.Source);

    /// <summary>The scope that a span names; spans without one have the writer's.</summary>
    public static (string Name, string Version) ScopeOf(Span span) =>
        span.Attributes.GetString(Keys.ScopeName) is { Length: > 0 } name && name != WireScope.OwnName
            ? (name, span.Attributes.GetString(Keys.ScopeVersion) ?? "")
            : (WireScope.OwnName, "");

    /// <summary>Makes an OTLP span.</summary>
    /// <param name="span">The span, whose children are not looked at.</param>
    /// <param name="index">Its place among its trace's spans; null where that is by start and id.</param>
    /// <param name="isHeader">Whether it is the one that says all of the trace.</param>
    /// <param name="isPlaceholder">Whether it stands for a trace without spans.</param>
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
            TraceState = members.TakeText(Keys.TraceState),
            Flags = members.TakeCount(Keys.Flags),
            Name = span.Name,
            Kind = (int)span.Kind + 1,
            StartTime = WireTime.From(start),
            EndTime = WireTime.From(end),
            DroppedAttributes = members.TakeCount(Keys.DroppedAttributes),
            DroppedEvents = members.TakeCount(Keys.DroppedEvents),
            DroppedLinks = members.TakeCount(Keys.DroppedLinks),
            StatusCode = (int)span.Status,
            StatusMessage = span.StatusMessage ?? "",
        };
        if (ScopeOf(span) is { Name: not WireScope.OwnName, Version: var version })
        {
            members.Take(Keys.ScopeName);
            if (version.Length > 0)
                members.Take(Keys.ScopeVersion);
        }

        var attributes = AddAttributes(span, wire, members, index);
        attributes.Add(Keys.TimeMissing, (start == span.StartTime, end == span.EndTime) switch
        {
            (false, false) => "start,end",
            (false, true) => "start",
            (true, false) => "end",
            _ => null,
        });
        attributes.Add(Keys.Placeholder, isPlaceholder);
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
        attributes.Add(Keys.SpanType, span.Type.Value);
        attributes.Add(Keys.SpanId, span.Id == wire.SpanId ? null : span.Id);
        attributes.Add(Keys.SpanParentId, span.ParentId == wire.ParentSpanId ? null : span.ParentId);
        attributes.Add(Keys.SpanIndex, index);
        attributes.Add(Keys.SpanStart, WireTime.AttributeOf(span.StartTime));
        attributes.Add(Keys.SpanEnd, WireTime.AttributeOf(span.EndTime));
        attributes.AddDuration(Keys.SpanDuration, span.Duration, span.EndTime - span.StartTime);
        attributes.Add(Keys.SpanStatusMessage, span.StatusMessage is "" ? "" : null);
        attributes.AddWarnings(Keys.SpanWarnings, span.Warnings);
        return attributes;
    }

    // Only a span without a time looks at its parent's.
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
            TraceState = members.TakeText(Keys.TraceState),
            Flags = members.TakeCount(Keys.Flags),
            DroppedAttributes = members.TakeCount(Keys.DroppedAttributes),
        };
        var attributes = new OutgoingAttributes(wire.Attributes, link.Attributes, options.IncludeContent, members.Taken);
        attributes.Add(Keys.LinkTraceId, link.TraceId == wire.TraceId ? null : link.TraceId);
        attributes.Add(Keys.LinkSpanId, link.SpanId == wire.SpanId ? null : link.SpanId);
        attributes.AddNotes();
        wire.DroppedAttributes += attributes.Dropped;
        return wire;
    }
}

/// <summary>The OTLP ids of one source's spans. Most spans are children or
/// siblings of the one before: their parent's id is not made anew.</summary>
internal sealed class SpanIds(string source)
{
    private (string? Id, string Wire) _span = (null, "");
    private (string? Id, string Wire) _parent = (null, "");

    /// <summary>The ids of a span and of its parent; the latter is empty for a root.</summary>
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
