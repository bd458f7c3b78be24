namespace TraceClient.Otlp;

/// <summary>What a resource says of the process and, where the writer of this package made it, of the trace.</summary>
internal sealed class HeaderFromWire
{
    private readonly string _source;
    private readonly string? _service;
    private readonly Dictionary<string, Trace> _foreign = new(StringComparer.Ordinal);
    private readonly Trace? _own;

    /// <summary>Takes a resource apart.</summary>
    /// <param name="wire">The resource.</param>
    /// <param name="source">The source of traces that another program wrote.</param>
    public HeaderFromWire(WireResource wire, string source)
    {
        _source = source;
        var attributes = new IncomingAttributes(wire.Attributes);
        attributes.AddCount(Keys.DroppedAttributes, wire.DroppedAttributes);
        _service = attributes.Find(Keys.ServiceName)?.AsString;
        if (ReferenceOf(attributes) is { } reference)
            _own = OwnTrace(reference, attributes);
        Resource = attributes.ToMap();
    }

    /// <summary>True for a resource that <see cref="HeaderToWire"/> made.</summary>
    public bool IsOwn => _own is not null;

    /// <summary>What the source says of the process.</summary>
    public AttributeMap Resource { get; }

    /// <summary>The trace, without spans, that a span with this id is part of.</summary>
    public Trace TraceOf(string traceId)
    {
        if (_own is not null)
            return _own;
        if (!_foreign.TryGetValue(traceId, out var trace))
            _foreign.Add(traceId, trace = new Trace { Reference = new TraceReference(_source, traceId), Name = traceId, ServiceName = _service });
        return trace;
    }

    private static TraceReference? ReferenceOf(IncomingAttributes attributes)
    {
        var (source, id) = (attributes.TakeString(Keys.Source), attributes.TakeString(Keys.TraceId));
        try
        {
            return source is null || id is null ? null : new TraceReference(source, id);
        }
        catch (ArgumentException fault)
        {
            throw new FormatException($"The resource's attributes {Keys.Source} and {Keys.TraceId} name no trace.", fault);
        }
    }

    private Trace OwnTrace(TraceReference reference, IncomingAttributes attributes) => new()
    {
        Reference = reference,
        Name = attributes.TakeString(Keys.TraceName) ?? reference.Id,
        Status = TraceStatuses.Read(attributes.TakeString(Keys.TraceStatus)),
        StartTime = attributes.TakeInt64(Keys.TraceStart) is { } start ? new TraceTimestamp(start) : null,
        EndTime = attributes.TakeInt64(Keys.TraceEnd) is { } end ? new TraceTimestamp(end) : null,
        Duration = attributes.TakeDuration(Keys.TraceDuration),
        SessionId = attributes.TakeString(Keys.TraceSession),
        ServiceName = attributes.IsDerived(Keys.ServiceName) ? _service : attributes.TakeString(Keys.TraceService),
        User = attributes.TakeString(Keys.TraceUser),
        IsComplete = attributes.TakeFlag(Keys.TraceComplete),
        Attributes = attributes.TakeMap(Keys.TraceAttributes),
        Warnings = attributes.TakeWarnings(Keys.TraceWarnings),
    };
}
