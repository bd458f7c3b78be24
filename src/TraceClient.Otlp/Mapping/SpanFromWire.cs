namespace TraceClient.Otlp;

/// <summary>Makes the model's spans of OTLP spans: the way back from
/// <see cref="SpanToWire"/>, and the way in for any other OTLP data.</summary>
internal static class SpanFromWire
{
    public static ReadSpan Read(in WireEntry entry, HeaderFromWire header)
    {
        var wire = entry.Span;
        var attributes = new IncomingAttributes(wire.Attributes);
        var (trace, isHeader) = header.TraceOf(wire.TraceId, attributes);
        var own = attributes.TakeString(Keys.SpanType);
        var missing = attributes.TakeString(Keys.TimeMissing) ?? "";
        AddMembers(attributes, entry);
        var span = new Span
        {
            Id = attributes.TakeString(Keys.SpanId)
                ?? (wire.SpanId.Length > 0 ? wire.SpanId : throw new FormatException("A span has no span id.")),
            ParentId = attributes.TakeString(Keys.SpanParentId) ?? (wire.ParentSpanId.Length > 0 ? wire.ParentSpanId : null),
            Name = wire.Name,
            Type = string.IsNullOrWhiteSpace(own) ? SpanType.Span : new SpanType(own),
            Kind = wire.Kind is > 0 and <= (int)SpanKind.Consumer + 1 ? (SpanKind)(wire.Kind - 1) : SpanKind.Internal,
            Status = wire.StatusCode is > 0 and <= (int)SpanStatus.Error ? (SpanStatus)wire.StatusCode : SpanStatus.Unset,
            StatusMessage = attributes.TakeString(Keys.SpanStatusMessage) ?? (wire.StatusMessage.Length > 0 ? wire.StatusMessage : null),
            StartTime = missing.Contains("start", StringComparison.Ordinal)
                ? null
                : WireTime.Read(wire.StartTime, attributes.TakeInt64(Keys.SpanStart)),
            EndTime = missing.Contains("end", StringComparison.Ordinal)
                ? null
                : WireTime.Read(wire.EndTime, attributes.TakeInt64(Keys.SpanEnd)),
            Duration = attributes.TakeDuration(Keys.SpanDuration),
            Resource = header.Resource,
            Records = [.. wire.Events.Select(Read)],
            Links = [.. wire.Links.Select(Read)],
            Warnings = attributes.TakeWarnings(Keys.SpanWarnings),
        };
        var index = attributes.TakeInt64(Keys.SpanIndex);
        var isPlaceholder = attributes.TakeFlag(Keys.Placeholder);
        return new ReadSpan(isHeader, trace, span with { Attributes = attributes.ToMap() }, index, isPlaceholder);
    }

    private static void AddMembers(IncomingAttributes attributes, in WireEntry entry)
    {
        var scope = entry.Scope;
        if (scope.Name != WireScope.OwnName)
        {
            attributes.AddText(Keys.ScopeName, scope.Name);
            attributes.AddText(Keys.ScopeVersion, scope.Version);
        }

        if (scope.Attributes.Count > 0)
            attributes.Add(Keys.ScopeAttributes, AttributeValue.From(AttributeMap.From(scope.Attributes)));
        attributes.AddText(Keys.TraceState, entry.Span.TraceState);
        attributes.AddCount(Keys.Flags, entry.Span.Flags);
        attributes.AddCount(Keys.DroppedAttributes, entry.Span.DroppedAttributes);
        attributes.AddCount(Keys.DroppedEvents, entry.Span.DroppedEvents);
        attributes.AddCount(Keys.DroppedLinks, entry.Span.DroppedLinks);
    }

    private static Record Read(WireEvent wire)
    {
        var attributes = new IncomingAttributes(wire.Attributes);
        attributes.AddCount(Keys.DroppedAttributes, wire.DroppedAttributes);
        var isUnnamed = attributes.TakeFlag(Keys.RecordUnnamed) || wire.Name.Length == 0;
        var record = new Record
        {
            Kind = RecordKinds.Read(attributes.TakeString(Keys.RecordKind)) ?? RecordKinds.Of(wire.Name),
            Name = attributes.TakeString(Keys.RecordName) ?? (isUnnamed ? null : wire.Name),
            Timestamp = attributes.TakeString(Keys.TimeMissing) is null
                ? WireTime.Read(wire.Time, attributes.TakeInt64(Keys.RecordTime))
                : null,
            Body = Payloads.Read(attributes.TakeString(Keys.RecordBody), attributes.TakeString(Keys.RecordBodyBase64)),
        };
        return record with { Attributes = attributes.ToMap() };
    }

    private static SpanLink Read(WireLink wire)
    {
        var attributes = new IncomingAttributes(wire.Attributes);
        attributes.AddText(Keys.TraceState, wire.TraceState);
        attributes.AddCount(Keys.Flags, wire.Flags);
        attributes.AddCount(Keys.DroppedAttributes, wire.DroppedAttributes);
        return new SpanLink(attributes.TakeString(Keys.LinkTraceId) ?? wire.TraceId, attributes.TakeString(Keys.LinkSpanId) ?? wire.SpanId)
        {
            Attributes = attributes.ToMap(),
        };
    }
}

/// <summary>A span as it was read.</summary>
/// <param name="IsHeader">Whether the span says all of its trace, as one of those that <see cref="OtlpWriter"/> wrote does.</param>
/// <param name="Trace">The trace without spans.</param>
/// <param name="Span">The span without children.</param>
/// <param name="Index">Its place among its trace's spans, where that was written.</param>
/// <param name="IsPlaceholder">Whether it stands for a trace without spans, and is none of them.</param>
internal sealed record ReadSpan(bool IsHeader, Trace Trace, Span Span, long? Index, bool IsPlaceholder);
