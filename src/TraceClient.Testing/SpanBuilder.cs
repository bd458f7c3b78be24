namespace TraceClient.Testing;

/// <summary>Says more of a span of a <see cref="TraceBuilder"/>.</summary>
public sealed class SpanBuilder
{
    private static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(1);

    private readonly SpanType _type;
    private readonly List<SpanBuilder> _children = [];
    private readonly List<Record> _records = [];
    private readonly List<SpanLink> _links = [];
    private AttributeMap _attributes = AttributeMap.Empty;
    private AttributeMap _resource = AttributeMap.Empty;
    private string? _id;
    private SpanKind? _kind;
    private SpanStatus _status;
    private string? _statusMessage;
    private TimeSpan? _offset;
    private TimeSpan? _duration;
    private bool _hasTimes = true;

    private SpanBuilder(string name, SpanType type) => (Name, _type) = (name, type);

    internal string Name { get; }

    /// <summary>Sets the id.</summary>
    /// <param name="id">The source's own id; without it one that is derived from the trace and the place in it.</param>
    /// <returns>This builder.</returns>
    public SpanBuilder Id(string id)
    {
        _id = id;
        return this;
    }

    /// <summary>Sets how the span stands to other processes.</summary>
    /// <param name="kind">The kind; without it <see cref="SpanKind.Internal"/>, and for a span of Galtea what its type says.</param>
    /// <returns>This builder.</returns>
    public SpanBuilder Kind(SpanKind kind)
    {
        _kind = kind;
        return this;
    }

    /// <summary>Says that the span ended well.</summary>
    /// <returns>This builder.</returns>
    public SpanBuilder Ok()
    {
        (_status, _statusMessage) = (SpanStatus.Ok, null);
        return this;
    }

    /// <summary>Says that the span failed.</summary>
    /// <param name="message">What the source says of it.</param>
    /// <returns>This builder.</returns>
    public SpanBuilder Error(string message)
    {
        (_status, _statusMessage) = (SpanStatus.Error, message);
        return this;
    }

    /// <summary>Sets when the span begins.</summary>
    /// <param name="offset">
    /// The time since the parent began, for a root since the trace began. Without it the span begins with its parent, or when the sibling
    /// before it ends.
    /// </param>
    /// <returns>This builder.</returns>
    public SpanBuilder StartingAfter(TimeSpan offset)
    {
        _offset = offset;
        return this;
    }

    /// <summary>Sets how long the span took.</summary>
    /// <param name="duration">The duration. Without it the span ends with its last child, and takes one second where it has none.</param>
    /// <returns>This builder.</returns>
    public SpanBuilder Duration(TimeSpan duration)
    {
        _duration = duration;
        return this;
    }

    /// <summary>Leaves both times unknown.</summary>
    /// <returns>This builder.</returns>
    public SpanBuilder WithoutTimes()
    {
        _hasTimes = false;
        return this;
    }

    /// <summary>Adds an attribute.</summary>
    /// <param name="key">The name, such as <c>gen_ai.request.model</c>.</param>
    /// <param name="value">The value.</param>
    /// <returns>This builder.</returns>
    public SpanBuilder Attribute(string key, AttributeValue value)
    {
        _attributes = _attributes.With(key, value);
        return this;
    }

    /// <summary>Adds an attribute of the process that took the step.</summary>
    /// <param name="key">The name, such as <c>service.version</c>.</param>
    /// <param name="value">The value.</param>
    /// <returns>This builder.</returns>
    public SpanBuilder Resource(string key, AttributeValue value)
    {
        _resource = _resource.With(key, value);
        return this;
    }

    /// <summary>Adds what the step was given.</summary>
    /// <param name="json">The value as JSON.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="FormatException">The text is not JSON.</exception>
    public SpanBuilder Input(string json) => Record(new Record { Kind = RecordKind.Input, Body = JsonPayload.Parse(json) });

    /// <summary>Adds what the step gave back.</summary>
    /// <inheritdoc cref="Input"/>
    public SpanBuilder Output(string json) => Record(new Record { Kind = RecordKind.Output, Body = JsonPayload.Parse(json) });

    /// <summary>Adds a log record.</summary>
    /// <param name="json">The record as JSON.</param>
    /// <param name="timestamp">The time of the record; null where it has none.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="FormatException">The text is not JSON.</exception>
    public SpanBuilder Log(string json, DateTimeOffset? timestamp = null) =>
        Record(new Record { Kind = RecordKind.Log, Body = JsonPayload.Parse(json), Timestamp = timestamp is { } time ? time : null });

    /// <summary>Adds an event; one that is named <c>exception</c> is an exception.</summary>
    /// <param name="name">The name.</param>
    /// <param name="timestamp">When it happened; null where it has no time.</param>
    /// <param name="attributes">The attributes; null for none.</param>
    /// <returns>This builder.</returns>
    public SpanBuilder Event(string name, DateTimeOffset? timestamp = null, AttributeMap? attributes = null) => Record(new Record
    {
        Kind = name == "exception" ? RecordKind.Exception : RecordKind.Event,
        Name = name,
        Timestamp = timestamp is { } time ? time : null,
        Attributes = attributes ?? AttributeMap.Empty,
    });

    /// <summary>Adds a record of any kind.</summary>
    /// <param name="record">The record.</param>
    /// <returns>This builder.</returns>
    public SpanBuilder Record(Record record)
    {
        ArgumentNullException.ThrowIfNull(record);
        _records.Add(record);
        return this;
    }

    /// <summary>Adds a reference to a span of the same or another trace.</summary>
    /// <param name="traceId">The other trace's own id.</param>
    /// <param name="spanId">The other span's own id.</param>
    /// <returns>This builder.</returns>
    public SpanBuilder Link(string traceId, string spanId)
    {
        _links.Add(new SpanLink(traceId, spanId));
        return this;
    }

    /// <summary>Adds a span that is part of this one.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">What the step does.</param>
    /// <param name="configure">Says more of the span; null for the defaults.</param>
    /// <returns>This builder.</returns>
    public SpanBuilder Child(string name, SpanType type = default, Action<SpanBuilder>? configure = null)
    {
        _children.Add(Of(name, type, configure));
        return this;
    }

    internal static SpanBuilder Of(string name, SpanType type, Action<SpanBuilder>? configure)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var builder = new SpanBuilder(name, type);
        configure?.Invoke(builder);
        return builder;
    }

    /// <summary>Adds the span and those below it to a list.</summary>
    /// <returns>The time at which the next sibling begins.</returns>
    internal TraceTimestamp Build(
        List<Span> spans, string source, string traceId, string? parentId, TraceTimestamp due, TraceTimestamp parentStart)
    {
        var start = _offset is { } offset ? parentStart + offset : due;
        var place = spans.Count;
        var id = _id ?? DefaultId(source, $"{source}:{traceId}:{place}");
        spans.Add(null!);
        var end = start;
        foreach (var child in _children)
            end = child.Build(spans, source, traceId, id, end, start);
        end = _duration is { } duration ? start + duration : _children.Count > 0 ? end : start + DefaultDuration;

        // Of an input and of what stands before the outputs Calyptia does not know when they began.
        var hasStart = _hasTimes && !(source == SourceNames.Calyptia && (_type == SpanType.Input || _type == SpanType.PreOutput));
        var isCall = _type == SpanType.Generation || _type == SpanType.Retriever || _type == SpanType.Embedding;
        spans[place] = new Span
        {
            Id = id,
            ParentId = parentId,
            Name = Name,
            Type = _type,
            Kind = _kind ?? (source == SourceNames.Galtea && isCall ? SpanKind.Client : SpanKind.Internal),
            Status = _status,
            StatusMessage = _statusMessage,
            StartTime = hasStart ? start : null,
            EndTime = _hasTimes ? end : null,
            Attributes = _attributes,
            Resource = _resource,
            Records = [.. _records],
            Links = [.. _links],
        };
        return end;
    }

    private static string DefaultId(string source, string seed) => source switch
    {
        SourceNames.Kubiya => TraceBuilder.Hex(seed, 16),
        SourceNames.Galtea => $"trace_{TraceBuilder.Hex(seed, 16)}",
        SourceNames.Calyptia => new Guid(Convert.FromHexString(TraceBuilder.Hex(seed, 32))).ToString(),
        _ => TraceBuilder.Hex(seed, 16),
    };
}
