namespace TraceClient.Otlp;

/// <summary>Maps OTLP spans, of <see cref="SpanToWire"/> and of other programs, to spans of the model.</summary>
internal static class SpanFromWire
{
    public static ReadSpan Read(in WireEntry entry, HeaderFromWire header)
    {
        var wire = entry.Span;
        var attributes = new IncomingAttributes(wire.Attributes);
        var (trace, isHeader) = header.TraceOf(wire.TraceId, attributes);
        var own = attributes.TakeString(AttributeKeys.SpanType);
        var missing = attributes.TakeString(AttributeKeys.TimeMissing) ?? "";
        AddMembers(attributes, entry);
        var span = new Span
        {
            Id = attributes.TakeString(AttributeKeys.SpanId)
                ?? (wire.SpanId.Length > 0 ? wire.SpanId : throw new FormatException("A span has no span id.")),
            ParentId = attributes.TakeString(AttributeKeys.SpanParentId) ?? (wire.ParentSpanId.Length > 0 ? wire.ParentSpanId : null),
            Name = wire.Name,
            Type = string.IsNullOrWhiteSpace(own) ? SpanType.Span : new SpanType(own),
            Kind = wire.Kind is > 0 and <= (int)SpanKind.Consumer + 1 ? (SpanKind)(wire.Kind - 1) : SpanKind.Internal,
            Status = wire.StatusCode is > 0 and <= (int)SpanStatus.Error ? (SpanStatus)wire.StatusCode : SpanStatus.Unset,
            StatusMessage = attributes.TakeString(AttributeKeys.SpanStatusMessage)
                ?? (wire.StatusMessage.Length > 0 ? wire.StatusMessage : null),
            StartTime = missing.Contains("start", StringComparison.Ordinal)
                ? null
                : WireTime.Read(wire.StartTime, attributes.TakeInt64(AttributeKeys.SpanStart)),
            EndTime = missing.Contains("end", StringComparison.Ordinal)
                ? null
                : WireTime.Read(wire.EndTime, attributes.TakeInt64(AttributeKeys.SpanEnd)),
            Duration = attributes.TakeDuration(AttributeKeys.SpanDuration),
            Resource = header.Resource,
            Records = [.. wire.Events.Select(Read)],
            Links = [.. wire.Links.Select(Read)],
            Warnings = attributes.TakeWarnings(AttributeKeys.SpanWarnings),
        };
        var index = attributes.TakeInt64(AttributeKeys.SpanIndex);
        var isPlaceholder = attributes.TakeFlag(AttributeKeys.Placeholder);
        return new ReadSpan(isHeader, trace, span with { Attributes = attributes.ToMap() }, index, isPlaceholder);
    }

    private static void AddMembers(IncomingAttributes attributes, in WireEntry entry)
    {
        var scope = entry.Scope;
        if (scope.Name != WireScope.OwnName)
        {
            attributes.AddText(AttributeKeys.ScopeName, scope.Name);
            attributes.AddText(AttributeKeys.ScopeVersion, scope.Version);
        }

        if (scope.Attributes.Count > 0)
            attributes.Add(AttributeKeys.ScopeAttributes, AttributeValue.From(AttributeMap.From(scope.Attributes)));
        attributes.AddText(AttributeKeys.TraceState, entry.Span.TraceState);
        attributes.AddCount(AttributeKeys.Flags, entry.Span.Flags);
        attributes.AddCount(AttributeKeys.DroppedAttributes, entry.Span.DroppedAttributes);
        attributes.AddCount(AttributeKeys.DroppedEvents, entry.Span.DroppedEvents);
        attributes.AddCount(AttributeKeys.DroppedLinks, entry.Span.DroppedLinks);
    }

    private static Record Read(WireEvent wire)
    {
        var attributes = new IncomingAttributes(wire.Attributes);
        attributes.AddCount(AttributeKeys.DroppedAttributes, wire.DroppedAttributes);
        var isUnnamed = attributes.TakeFlag(AttributeKeys.RecordUnnamed) || wire.Name.Length == 0;
        var record = new Record
        {
            Kind = RecordKinds.Read(attributes.TakeString(AttributeKeys.RecordKind)) ?? RecordKinds.Of(wire.Name),
            Name = attributes.TakeString(AttributeKeys.RecordName) ?? (isUnnamed ? null : wire.Name),
            Timestamp = attributes.TakeString(AttributeKeys.TimeMissing) is null
                ? WireTime.Read(wire.Time, attributes.TakeInt64(AttributeKeys.RecordTime))
                : null,
            Body = Payloads.Read(attributes.TakeString(AttributeKeys.RecordBody), attributes.TakeString(AttributeKeys.RecordBodyBase64)),
        };
        return record with { Attributes = attributes.ToMap() };
    }

    private static SpanLink Read(WireLink wire)
    {
        var attributes = new IncomingAttributes(wire.Attributes);
        attributes.AddText(AttributeKeys.TraceState, wire.TraceState);
        attributes.AddCount(AttributeKeys.Flags, wire.Flags);
        attributes.AddCount(AttributeKeys.DroppedAttributes, wire.DroppedAttributes);
        return new SpanLink(
            attributes.TakeString(AttributeKeys.LinkTraceId) ?? wire.TraceId,
            attributes.TakeString(AttributeKeys.LinkSpanId) ?? wire.SpanId)
        {
            Attributes = attributes.ToMap(),
        };
    }
}

/// <summary>A span as it was read.</summary>
/// <param name="IsHeader">Whether the span has all properties of its trace, as one span of each trace of <see cref="OtlpWriter"/>.</param>
/// <param name="Trace">The trace without spans.</param>
/// <param name="Span">The span without children.</param>
/// <param name="Index">The index of the span in its trace; null if it was not written.</param>
/// <param name="IsPlaceholder">Whether the span is the placeholder of a trace without spans.</param>
internal sealed record ReadSpan(bool IsHeader, Trace Trace, Span Span, long? Index, bool IsPlaceholder);
