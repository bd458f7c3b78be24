namespace TraceClient.Otlp;

/// <summary>Makes OTLP spans of a trace's spans.</summary>
internal sealed class SpanToWire(TraceReference trace, OtlpWriterOptions options)
{
    private readonly string _traceId = OtlpIds.TraceId(trace.Source, trace.Id);

    /// <summary>The scope that a span names; spans without one have the writer's.</summary>
    public static (string Name, string Version) ScopeOf(Span span) =>
        span.Attributes.GetString(Keys.ScopeName) is { Length: > 0 } name && name != WireScope.OwnName
            ? (name, span.Attributes.GetString(Keys.ScopeVersion) ?? "")
            : (WireScope.OwnName, "");

    /// <summary>Makes an OTLP span.</summary>
    /// <param name="span">The span, whose children are not looked at.</param>
    /// <param name="index">Its place among its trace's spans; null where that is by start and id.</param>
    public WireSpan ToWire(Span span, int? index)
    {
        var members = new WireMembers(span.Attributes);
        var wire = new WireSpan
        {
            TraceId = _traceId,
            SpanId = OtlpIds.SpanId(trace.Source, span.Id),
            ParentSpanId = span.ParentId is null ? "" : OtlpIds.SpanId(trace.Source, span.ParentId),
            TraceState = members.TakeText(Keys.TraceState),
            Flags = members.TakeCount(Keys.Flags),
            Name = span.Name,
            Kind = (int)span.Kind + 1,
            StartTime = WireTime.From(span.StartTime),
            EndTime = WireTime.From(span.EndTime),
            DroppedAttributes = members.TakeCount(Keys.DroppedAttributes),
            DroppedEvents = members.TakeCount(Keys.DroppedEvents),
            DroppedLinks = members.TakeCount(Keys.DroppedLinks),
            Links = [.. span.Links.Select(ToWire)],
            StatusCode = (int)span.Status,
            StatusMessage = span.StatusMessage ?? "",
        };
        if (ScopeOf(span) is { Name: not WireScope.OwnName, Version: var version })
        {
            members.Take(Keys.ScopeName);
            if (version.Length > 0)
                members.Take(Keys.ScopeVersion);
        }

        var attributes = AttributesOf(span, wire, members, index);
        wire.Attributes = attributes.ToList();
        wire.DroppedAttributes += attributes.Dropped;
        AddEvents(span, wire);
        return wire;
    }

    private OutgoingAttributes AttributesOf(Span span, WireSpan wire, WireMembers members, int? index)
    {
        var attributes = new OutgoingAttributes(span.Attributes, options.IncludeContent, members.Taken);
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

    private void AddEvents(Span span, WireSpan wire)
    {
        var count = Math.Min(span.Records.Count, options.MaxEventsPerSpan);
        wire.Events = new List<WireEvent>(count);
        for (var i = 0; i < count; i++)
            wire.Events.Add(RecordToWire.ToWire(span.Records[i], options.IncludeContent));
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
        var attributes = new OutgoingAttributes(link.Attributes, options.IncludeContent, members.Taken);
        attributes.Add(Keys.LinkTraceId, link.TraceId == wire.TraceId ? null : link.TraceId);
        attributes.Add(Keys.LinkSpanId, link.SpanId == wire.SpanId ? null : link.SpanId);
        wire.Attributes = attributes.ToList();
        wire.DroppedAttributes += attributes.Dropped;
        return wire;
    }
}
