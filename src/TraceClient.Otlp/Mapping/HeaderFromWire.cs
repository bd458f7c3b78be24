namespace TraceClient.Otlp;

/// <summary>Reads what spans of one resource say of the process and of their traces.</summary>
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
        attributes.AddCount(Keys.DroppedAttributes, wire.DroppedAttributes);
        _service = attributes.IsDerived(Keys.ServiceName) ? null : attributes.Find(Keys.ServiceName)?.AsString;
        Resource = attributes.ToMap();
    }

    /// <summary>What the source says of the process.</summary>
    public AttributeMap Resource { get; }

    /// <summary>Gets the trace, without spans, that a span is part of, and whether the span says all of it.</summary>
    /// <remarks>The id on the wire decides. A native id is believed only where it is the one that this id was derived from.</remarks>
    public (Trace Trace, bool IsHeader) TraceOf(string wireTraceId, IncomingAttributes attributes)
    {
        if (wireTraceId.Length == 0)
            throw new FormatException("A span has no trace id.");

        var (source, id) = (attributes.Note(Keys.Source), attributes.Note(Keys.TraceId) ?? wireTraceId);
        var isOwn = source is not null && TraceReference.TryParse($"{source}:{id}", out _) && OtlpIds.TraceId(source, id) == wireTraceId;
        if (isOwn)
        {
            attributes.TakeString(Keys.Source);
            attributes.TakeString(Keys.TraceId);
            if (attributes.TakeString(Keys.TraceName) is { } name)
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
        Status = TraceStatuses.Read(attributes.TakeString(Keys.TraceStatus)),
        StartTime = attributes.TakeInt64(Keys.TraceStart) is { } start ? new TraceTimestamp(start) : null,
        EndTime = attributes.TakeInt64(Keys.TraceEnd) is { } end ? new TraceTimestamp(end) : null,
        Duration = attributes.TakeDuration(Keys.TraceDuration),
        SessionId = attributes.TakeString(Keys.TraceSession),
        ServiceName = attributes.TakeString(Keys.TraceService),
        User = attributes.TakeString(Keys.TraceUser),
        IsComplete = attributes.TakeFlag(Keys.TraceComplete),
        Attributes = attributes.TakeMap(Keys.TraceAttributes),
        Warnings = attributes.TakeWarnings(Keys.TraceWarnings),
    };
}
