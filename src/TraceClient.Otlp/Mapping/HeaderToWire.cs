namespace TraceClient.Otlp;

/// <summary>Writes what a trace says beside its spans: a resource says what produced spans,
/// and nothing of their trace, since receivers keep one resource per service.</summary>
internal sealed class HeaderToWire(Trace trace, OtlpWriterOptions options)
{
    // A header without spans, as a stream of spans has, knows no times but its own.
    private readonly TraceTimestamp? _start = trace.Spans.Min(span => span.StartTime) == trace.StartTime ? null : trace.StartTime;
    private readonly TraceTimestamp? _end = trace.Spans.Max(span => span.EndTime) == trace.EndTime ? null : trace.EndTime;
    private readonly List<TraceWarning> _warnings = Warnings.OfTraceOnly(trace);

    /// <summary>Makes the resource of a span. Receivers group by the service, so it always names one.</summary>
    public WireResource ToWire(AttributeMap resource)
    {
        var dropped = (uint)(resource.GetInt64(Keys.DroppedAttributes) is { } count and > 0 and <= uint.MaxValue ? count : 0);
        var wire = new WireResource();
        var attributes =
            new OutgoingAttributes(wire.Attributes, resource, options.IncludeContent, dropped > 0 ? Keys.DroppedAttributes : null);
        attributes.Derive(Keys.ServiceName, trace.ServiceName ?? trace.Source);
        attributes.AddNotes();
        wire.DroppedAttributes = dropped + attributes.Dropped;
        return wire;
    }

    /// <summary>Adds what every span says of its trace: the native reference.</summary>
    public void AddReference(OutgoingAttributes attributes, string wireTraceId)
    {
        attributes.Add(Keys.Source, trace.Source);
        attributes.Add(Keys.TraceId, trace.Id == wireTraceId ? null : trace.Id);
        if (options.AddsGalteaTraceId)
            attributes.Derive(Keys.GalteaTraceId, trace.Source == SourceNames.Galtea ? trace.Id : wireTraceId);
    }

    /// <summary>Adds what one span says of its trace: all the rest.</summary>
    public void AddFacts(OutgoingAttributes attributes)
    {
        attributes.Add(Keys.TraceName, trace.Name);
        attributes.Add(Keys.TraceStatus, TraceStatuses.Write(trace.Status));
        attributes.Add(Keys.TraceStart, _start?.UnixNanoseconds);
        attributes.Add(Keys.TraceEnd, _end?.UnixNanoseconds);
        attributes.AddDuration(Keys.TraceDuration, trace.Duration, trace.EndTime - trace.StartTime);
        attributes.Add(Keys.TraceSession, trace.SessionId);
        attributes.Add(Keys.TraceService, trace.ServiceName);
        attributes.Add(Keys.TraceUser, trace.User);
        attributes.Add(Keys.TraceComplete, trace.IsComplete);
        attributes.AddMap(Keys.TraceAttributes, trace.Attributes);
        attributes.AddWarnings(Keys.TraceWarnings, _warnings);
    }
}
