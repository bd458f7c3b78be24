namespace TraceClient.Testing;

/// <summary>Configures a span of a <see cref="TraceBuilder"/>.</summary>
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

    /// <summary>Sets the id. The default is derived from the trace and the place of the span in it.</summary>
    /// <param name="id">The id in the source.</param>
    /// <returns>This builder.</returns>
    public SpanBuilder Id(string id)
    {
        _id = id;
        return this;
    }

    /// <summary>Sets the kind.</summary>
    /// <remarks>
    /// The default is <see cref="SpanKind.Internal"/>. For Galtea it is <see cref="SpanKind.Client"/> if the type is Generation, Retriever
    /// or Embedding.
    /// </remarks>
    /// <param name="kind">The kind.</param>
    /// <returns>This builder.</returns>
    public SpanBuilder Kind(SpanKind kind)
    {
        _kind = kind;
        return this;
    }

    /// <summary>Sets the status to <see cref="SpanStatus.Ok"/>. The default is <see cref="SpanStatus.Unset"/>.</summary>
    /// <returns>This builder.</returns>
    public SpanBuilder Ok()
    {
        (_status, _statusMessage) = (SpanStatus.Ok, null);
        return this;
    }

    /// <summary>Sets the status to <see cref="SpanStatus.Error"/>.</summary>
    /// <param name="message">The status message.</param>
    /// <returns>This builder.</returns>
    public SpanBuilder Error(string message)
    {
        (_status, _statusMessage) = (SpanStatus.Error, message);
        return this;
    }

    /// <summary>Sets the start, relative to the start of the parent or, for a root span, of the trace.</summary>
    /// <remarks>The default is the end of the previous sibling, or the start of the parent if there is none.</remarks>
    /// <param name="offset">The time after the start of the parent.</param>
    /// <returns>This builder.</returns>
    public SpanBuilder StartingAfter(TimeSpan offset)
    {
        _offset = offset;
        return this;
    }

    /// <summary>Sets the duration. By default the span ends with its last child, or after one second if it has none.</summary>
    /// <param name="duration">The duration.</param>
    /// <returns>This builder.</returns>
    public SpanBuilder Duration(TimeSpan duration)
    {
        _duration = duration;
        return this;
    }

    /// <summary>Removes the start and the end.</summary>
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

    /// <summary>Adds an attribute of the resource: the process of the span.</summary>
    /// <param name="key">The name, such as <c>service.version</c>.</param>
    /// <param name="value">The value.</param>
    /// <returns>This builder.</returns>
    public SpanBuilder Resource(string key, AttributeValue value)
    {
        _resource = _resource.With(key, value);
        return this;
    }

    /// <summary>Adds an input.</summary>
    /// <param name="json">The value as JSON.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="FormatException">The text is not JSON.</exception>
    public SpanBuilder Input(string json) => Record(new Record { Kind = RecordKind.Input, Body = JsonPayload.Parse(json) });

    /// <summary>Adds an output.</summary>
    /// <inheritdoc cref="Input"/>
    public SpanBuilder Output(string json) => Record(new Record { Kind = RecordKind.Output, Body = JsonPayload.Parse(json) });

    /// <summary>Adds a log record.</summary>
    /// <param name="json">The record as JSON.</param>
    /// <param name="timestamp">The time of the record; null for none.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="FormatException">The text is not JSON.</exception>
    public SpanBuilder Log(string json, DateTimeOffset? timestamp = null) =>
        Record(new Record { Kind = RecordKind.Log, Body = JsonPayload.Parse(json), Timestamp = timestamp is { } time ? time : null });

    /// <summary>Adds an event. An event with the name <c>exception</c> is an exception.</summary>
    /// <param name="name">The name.</param>
    /// <param name="timestamp">The time of the event; null for none.</param>
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

    /// <summary>Adds a link to a span of the same or another trace.</summary>
    /// <param name="traceId">The id of the other trace in its source.</param>
    /// <param name="spanId">The id of the other span in its source.</param>
    /// <returns>This builder.</returns>
    public SpanBuilder Link(string traceId, string spanId)
    {
        _links.Add(new SpanLink(traceId, spanId));
        return this;
    }

    /// <summary>Adds a child span.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The type.</param>
    /// <param name="configure">Configures the span; null for the defaults.</param>
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

    /// <summary>Adds the span and its descendants to a list.</summary>
    /// <returns>The default start of the next sibling.</returns>
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

        // Calyptia has no start time for inputs and pre-outputs.
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
        SourceNames.Galtea => $"trace_{TraceBuilder.Hex(seed, 16)}",
        SourceNames.Calyptia => new Guid(Convert.FromHexString(TraceBuilder.Hex(seed, 32))).ToString(),
        _ => TraceBuilder.Hex(seed, 16),
    };
}
