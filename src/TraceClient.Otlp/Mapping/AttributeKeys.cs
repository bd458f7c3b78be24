namespace TraceClient.Otlp;

/// <summary>The names of the attributes for properties without a member in OTLP.</summary>
internal static class AttributeKeys
{
    public const string Prefix = "traceclient.";

    /// <summary>The escape prefix of attributes of the source whose names begin with <see cref="Prefix"/>.</summary>
    public const string Escape = Prefix + "attribute.";

    /// <summary>The names of the derived attributes, which are not part of the model.</summary>
    public const string Derived = Prefix + "derived";

    /// <summary>
    /// Attributes whose value OTLP cannot represent: the name with its JSON text, with true if the attribute is the text, or with a map of
    /// these for a map.
    /// </summary>
    public const string Exact = Prefix + "exact";

    public const string Source = Prefix + "source";
    public const string TraceId = Prefix + "trace.id";
    public const string TraceName = Prefix + "trace.name";
    public const string TraceStatus = Prefix + "trace.status";
    public const string TraceStart = Prefix + "trace.start_time";
    public const string TraceEnd = Prefix + "trace.end_time";
    public const string TraceDuration = Prefix + "trace.duration_ns";
    public const string TraceSession = Prefix + "trace.session_id";
    public const string TraceService = Prefix + "trace.service_name";
    public const string TraceUser = Prefix + "trace.user";
    public const string TraceComplete = Prefix + "trace.complete";
    public const string TraceAttributes = Prefix + "trace.attributes";
    public const string TraceWarnings = Prefix + "trace.warnings";

    public const string SpanId = Prefix + "span.id";
    public const string SpanParentId = Prefix + "span.parent_id";
    public const string SpanType = Prefix + "span.type";
    public const string SpanIndex = Prefix + "span.index";
    public const string SpanStart = Prefix + "span.start_time";
    public const string SpanEnd = Prefix + "span.end_time";
    public const string SpanDuration = Prefix + "span.duration_ns";
    /// <summary>The missing times that were filled: <c>start</c>, <c>end</c> or both of a span, <c>time</c> of an event.</summary>
    public const string TimeMissing = Prefix + "time.missing";

    /// <summary>Marks the placeholder span of a trace without spans.</summary>
    public const string Placeholder = Prefix + "placeholder";

    public const string SpanStatusMessage = Prefix + "span.status_message";
    public const string SpanWarnings = Prefix + "span.warnings";

    public const string RecordKind = Prefix + "record.kind";
    public const string RecordName = Prefix + "record.name";
    public const string RecordUnnamed = Prefix + "record.unnamed";
    public const string RecordTime = Prefix + "record.time";
    public const string RecordBody = Prefix + "record.body";
    public const string RecordBodyBase64 = Prefix + "record.body_base64";

    public const string LinkTraceId = Prefix + "link.trace_id";
    public const string LinkSpanId = Prefix + "link.span_id";

    public const string ServiceName = "service.name";

    /// <summary>The attribute by which the ingest of Galtea finds the spans of a trace.</summary>
    public const string GalteaTraceId = "galtea.trace.id";

    public const string ScopeName = "otel.scope.name";
    public const string ScopeVersion = "otel.scope.version";
    public const string ScopeAttributes = "otel.scope.attributes";

    /// <summary>Members of OTLP without a property in the model. They are read as attributes, and written as members again.</summary>
    public const string TraceState = "otlp.trace_state";
    public const string Flags = "otlp.flags";
    public const string DroppedAttributes = "otlp.dropped_attributes_count";
    public const string DroppedEvents = "otlp.dropped_events_count";
    public const string DroppedLinks = "otlp.dropped_links_count";
}
