namespace TraceClient.Otlp;

/// <summary>Writes resources, and the properties of a trace. A resource has none of these, since receivers keep one per service.</summary>
internal sealed class HeaderToWire(Trace trace, OtlpWriterOptions options)
{
    // The header of a stream has no spans to derive times from.
    private readonly TraceTimestamp? _start = trace.Spans.Min(span => span.StartTime) == trace.StartTime ? null : trace.StartTime;
    private readonly TraceTimestamp? _end = trace.Spans.Max(span => span.EndTime) == trace.EndTime ? null : trace.EndTime;
    private readonly List<TraceWarning> _warnings = Warnings.OfTraceOnly(trace);

    /// <summary>Creates the resource of a span. It always has a service name, since receivers group by it.</summary>
    public WireResource ToWire(AttributeMap resource)
    {
        var dropped = (uint)(resource.GetInt64(AttributeKeys.DroppedAttributes) is { } count and > 0 and <= uint.MaxValue ? count : 0);
        var wire = new WireResource();
        var attributes =
            new OutgoingAttributes(wire.Attributes, resource, options.IncludeContent, dropped > 0 ? AttributeKeys.DroppedAttributes : null);
        attributes.Derive(AttributeKeys.ServiceName, trace.ServiceName ?? trace.Source);
        attributes.AddNotes();
        wire.DroppedAttributes = dropped + attributes.Dropped;
        return wire;
    }

    /// <summary>Adds the native reference of the trace, which each span has.</summary>
    public void AddReference(OutgoingAttributes attributes, string wireTraceId)
    {
        attributes.Add(AttributeKeys.Source, trace.Source);
        attributes.Add(AttributeKeys.TraceId, trace.Id == wireTraceId ? null : trace.Id);
        if (options.AddsGalteaTraceId)
            attributes.Derive(AttributeKeys.GalteaTraceId, trace.Source == SourceNames.Galtea ? trace.Id : wireTraceId);
    }

    /// <summary>Adds the other properties of the trace, which one span has.</summary>
    public void AddFacts(OutgoingAttributes attributes)
    {
        attributes.Add(AttributeKeys.TraceName, trace.Name);
        attributes.Add(AttributeKeys.TraceStatus, TraceStatuses.Write(trace.Status));
        attributes.Add(AttributeKeys.TraceStart, _start?.UnixNanoseconds);
        attributes.Add(AttributeKeys.TraceEnd, _end?.UnixNanoseconds);
        attributes.AddDuration(AttributeKeys.TraceDuration, trace.Duration, trace.EndTime - trace.StartTime);
        attributes.Add(AttributeKeys.TraceSession, trace.SessionId);
        attributes.Add(AttributeKeys.TraceService, trace.ServiceName);
        attributes.Add(AttributeKeys.TraceUser, trace.User);
        attributes.Add(AttributeKeys.TraceComplete, trace.IsComplete);
        attributes.AddMap(AttributeKeys.TraceAttributes, trace.Attributes);
        attributes.AddWarnings(AttributeKeys.TraceWarnings, _warnings);
    }
}
