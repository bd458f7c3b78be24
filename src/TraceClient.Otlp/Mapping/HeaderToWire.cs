namespace TraceClient.Otlp;

/// <summary>Makes a resource of what a span says of its process and of the trace that it is part of.</summary>
internal sealed class HeaderToWire(Trace trace, bool includeContent)
{
    // A header without spans, as a stream of spans has, knows no times but its own.
    private readonly TraceTimestamp? _start = trace.Spans.Min(span => span.StartTime) == trace.StartTime ? null : trace.StartTime;
    private readonly TraceTimestamp? _end = trace.Spans.Max(span => span.EndTime) == trace.EndTime ? null : trace.EndTime;
    private readonly List<TraceWarning> _warnings = Warnings.OfTraceOnly(trace);

    public WireResource ToWire(AttributeMap resource)
    {
        var dropped = (uint)(resource.GetInt64(Keys.DroppedAttributes) is { } count and > 0 and <= uint.MaxValue ? count : 0);
        var wire = new WireResource();
        var attributes = new OutgoingAttributes(wire.Attributes, resource, includeContent, dropped > 0 ? Keys.DroppedAttributes : null);
        if (trace.ServiceName is { } service)
        {
            if (resource.ContainsKey(Keys.ServiceName))
                attributes.Add(Keys.TraceService, service);
            else
                attributes.Derive(Keys.ServiceName, service);
        }

        attributes.Add(Keys.Source, trace.Source);
        attributes.Add(Keys.TraceId, trace.Id);
        attributes.Add(Keys.TraceName, trace.Name);
        attributes.Add(Keys.TraceStatus, TraceStatuses.Write(trace.Status));
        attributes.Add(Keys.TraceStart, _start?.UnixNanoseconds);
        attributes.Add(Keys.TraceEnd, _end?.UnixNanoseconds);
        attributes.AddDuration(Keys.TraceDuration, trace.Duration, trace.EndTime - trace.StartTime);
        attributes.Add(Keys.TraceSession, trace.SessionId);
        attributes.Add(Keys.TraceUser, trace.User);
        attributes.Add(Keys.TraceComplete, trace.IsComplete);
        attributes.AddMap(Keys.TraceAttributes, trace.Attributes);
        attributes.AddWarnings(Keys.TraceWarnings, _warnings);
        attributes.AddNotes();
        wire.DroppedAttributes = dropped + attributes.Dropped;
        return wire;
    }
}
