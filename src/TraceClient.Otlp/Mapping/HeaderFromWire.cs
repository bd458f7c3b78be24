namespace TraceClient.Otlp;

/// <summary>Reads the resource of spans, and the properties of their traces.</summary>
internal sealed class HeaderFromWire
{
    private readonly string _source;
    private readonly string? _service;
    private readonly Dictionary<(string Source, string Id), Trace> _traces = [];

    /// <summary>Reads a resource.</summary>
    /// <param name="wire">The resource.</param>
    /// <param name="source">The source of traces that another program wrote.</param>
    public HeaderFromWire(WireResource wire, string source)
    {
        _source = source;
        var attributes = new IncomingAttributes(wire.Attributes);
        attributes.AddCount(AttributeKeys.DroppedAttributes, wire.DroppedAttributes);
        _service = attributes.IsDerived(AttributeKeys.ServiceName) ? null : attributes.Find(AttributeKeys.ServiceName)?.AsString;
        Resource = attributes.ToMap();
    }

    /// <summary>Gets the attributes of the resource in the source.</summary>
    public AttributeMap Resource { get; }

    /// <summary>Gets the trace of a span, without spans, and whether the span has all properties of the trace.</summary>
    /// <remarks>The OpenTelemetry id decides. A native id is used only if the OpenTelemetry id is derived from it.</remarks>
    public (Trace Trace, bool IsHeader) TraceOf(string wireTraceId, IncomingAttributes attributes)
    {
        if (wireTraceId.Length == 0)
            throw new FormatException("A span has no trace id.");

        var (source, id) = (attributes.Note(AttributeKeys.Source), attributes.Note(AttributeKeys.TraceId) ?? wireTraceId);
        var isOwn = source is not null && TraceReference.TryParse($"{source}:{id}", out _) && OtlpIds.TraceId(source, id) == wireTraceId;
        if (isOwn)
        {
            attributes.TakeString(AttributeKeys.Source);
            attributes.TakeString(AttributeKeys.TraceId);
            if (attributes.TakeString(AttributeKeys.TraceName) is { } name)
                return (OwnTrace(new TraceReference(source!, id), name, attributes), true);
        }

        var key = isOwn ? (source!, id) : (_source, wireTraceId);
        if (!_traces.TryGetValue(key, out var trace))
            _traces.Add(
                key, trace = new Trace { Reference = new TraceReference(key.Item1, key.Item2), Name = key.Item2, ServiceName = _service });
        return (trace, false);
    }

    private static Trace OwnTrace(TraceReference reference, string name, IncomingAttributes attributes) => new()
    {
        Reference = reference,
        Name = name,
        Status = TraceStatuses.Read(attributes.TakeString(AttributeKeys.TraceStatus)),
        StartTime = attributes.TakeInt64(AttributeKeys.TraceStart) is { } start ? new TraceTimestamp(start) : null,
        EndTime = attributes.TakeInt64(AttributeKeys.TraceEnd) is { } end ? new TraceTimestamp(end) : null,
        Duration = attributes.TakeDuration(AttributeKeys.TraceDuration),
        SessionId = attributes.TakeString(AttributeKeys.TraceSession),
        ServiceName = attributes.TakeString(AttributeKeys.TraceService),
        User = attributes.TakeString(AttributeKeys.TraceUser),
        IsComplete = attributes.TakeFlag(AttributeKeys.TraceComplete),
        Attributes = attributes.TakeMap(AttributeKeys.TraceAttributes),
        Warnings = attributes.TakeWarnings(AttributeKeys.TraceWarnings),
    };
}
