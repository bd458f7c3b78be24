using System.Diagnostics;

namespace TraceClient;

/// <summary>One step of a trace.</summary>
/// <remarks>
/// Two spans are equal when all their own data are; <see cref="Children"/> and <see cref="Warnings"/>, which come from the
/// trace that a span stands in, do not count.
/// </remarks>
[DebuggerDisplay("{Type} {Name,nq} {Status} {Duration} ({Children.Count} children, {Records.Count} records)")]
[JsonConverter(typeof(TraceJsonConverter))]
public sealed record Span
{
    private Evidence? _evidence;

    /// <summary>Gets the source's own id, unique in its trace.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the id of the step that this one is part of; null for a root.</summary>
    /// <remarks>It stays as the source gave it when that step is not part of the trace.</remarks>
    public string? ParentId { get; init; }

    /// <summary>Gets the name of the span.</summary>
    public required string Name
    {
        get;
        init => (field, _evidence) = (value, null);
    }

    /// <summary>Gets what the step does.</summary>
    /// <remarks>
    /// Where the source states no type, or <see cref="SpanType.Span"/>, the
    /// attributes decide: <c>gen_ai.operation.name</c>, <c>tool.name</c>,
    /// <c>gen_ai.request.model</c>, <c>db.system</c>, <c>http.request.method</c> and the like.
    /// </remarks>
    public SpanType Type
    {
        get => field == SpanType.Span ? (_evidence ??= new Evidence(SpanTypeEvidence.Of(Attributes))).Type : field;
        init => (field, _evidence) = (value, null);
    }

    /// <summary>Gets how it stands to other processes.</summary>
    public SpanKind Kind { get; init; }

    /// <summary>Gets how it ended.</summary>
    public SpanStatus Status { get; init; }

    /// <summary>Gets the description of the status; null when the source sent none.</summary>
    public string? StatusMessage { get; init; }

    /// <summary>Gets the time when it began; null when the source does not say.</summary>
    public TraceTimestamp? StartTime { get; init; }

    /// <summary>Gets the time when it ended; null when it has not, or the source does not say.</summary>
    public TraceTimestamp? EndTime { get; init; }

    /// <summary>Gets how long it took: as the source says, else from start
    /// to end, with 100 ns resolution; null when neither is known.</summary>
    public TimeSpan? Duration { get => field ?? (EndTime - StartTime); init; }

    /// <summary>Gets the attributes of the span.</summary>
    public AttributeMap Attributes
    {
        get;
        init => (field, _evidence) = (value, null);
    } = AttributeMap.Empty;

    /// <summary>Gets the attributes of the process that recorded the span.</summary>
    public AttributeMap Resource { get; init; } = AttributeMap.Empty;

    /// <summary>Gets the log records, events, inputs and outputs, in the source's order.</summary>
    public IReadOnlyList<Record> Records
    {
        get;
        init => (field, _evidence) = (value, null);
    } = [];

    /// <summary>Gets the references to other spans.</summary>
    public IReadOnlyList<SpanLink> Links { get; init; } = [];

    /// <summary>Gets the steps that this one is made of, by start; empty on a span that is not part of a <see cref="Trace"/>.</summary>
    public IReadOnlyList<Span> Children { get; init; } = [];

    /// <summary>Gets the warnings about data of the span that had to be corrected.</summary>
    public IReadOnlyList<TraceWarning> Warnings { get; init; } = [];

    /// <summary>Gets what the span says of a model call, a tool call or an agent; null where it says nothing of them.</summary>
    /// <remarks>It is read when it is first needed, from the type, the attributes and the records.</remarks>
    public GenAIInfo? GenAI => (_evidence ??= new Evidence(Type)).GenAIOf(this);

    /// <summary>Gets all spans below this one: each child is followed by its own descendants.</summary>
    /// <returns>The spans, depth first, without this one.</returns>
    public IEnumerable<Span> Descendants()
    {
        // Not recursive: a chain can be 100,000 spans deep.
        var rest = new Stack<Span>(Children.Reverse());
        while (rest.TryPop(out var span))
        {
            yield return span;
            for (var i = span.Children.Count - 1; i >= 0; i--)
                rest.Push(span.Children[i]);
        }
    }

    /// <inheritdoc/>
    public bool Equals(Span? other) => ReferenceEquals(this, other) || (other is not null
        && Id == other.Id && ParentId == other.ParentId && Name == other.Name && Type == other.Type && Kind == other.Kind
        && Status == other.Status && StatusMessage == other.StatusMessage && StartTime == other.StartTime && EndTime == other.EndTime
        && Duration == other.Duration && Attributes.Equals(other.Attributes) && Resource.Equals(other.Resource)
        && Records.SequenceEqual(other.Records) && Links.SequenceEqual(other.Links));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, ParentId, Name, StartTime, EndTime);

    /// <summary>Returns the type, the name and the id.</summary>
    public override string ToString() => $"{Type} {NameText.Of(Name)} ({Id})";

    /// <summary>What was read from the attributes and records. Two threads may both read it; the results are equal.</summary>
    private sealed class Evidence(SpanType type)
    {
        private static readonly object None = new();
        private object? _genAI;

        public SpanType Type => type;

        public GenAIInfo? GenAIOf(Span span) => (_genAI ??= GenAIReader.Read(span) ?? None) as GenAIInfo;
    }
}

/// <summary>OpenTelemetry's kind of a span: how it stands to spans of other processes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SpanKind>))]
public enum SpanKind
{
    /// <summary>Work inside a process; also what a source means that does not say.</summary>
    Internal,

    /// <summary>Serves a request from outside.</summary>
    Server,

    /// <summary>Calls another service.</summary>
    Client,

    /// <summary>Sends a message.</summary>
    Producer,

    /// <summary>Handles a message.</summary>
    Consumer,
}

/// <summary>Specifies the outcome of a span as its source reports it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SpanStatus>))]
public enum SpanStatus
{
    /// <summary>The source does not say.</summary>
    Unset,

    /// <summary>The source says that it went well.</summary>
    Ok,

    /// <summary>The source says that it failed.</summary>
    Error,
}

/// <summary>A reference from a span to a span of the same or another trace.</summary>
/// <param name="TraceId">The other trace's id as the source gives it.</param>
/// <param name="SpanId">The other span's id as the source gives it.</param>
[JsonConverter(typeof(TraceJsonConverter))]
public sealed record SpanLink(string TraceId, string SpanId)
{
    /// <summary>Gets the attributes of the link.</summary>
    public AttributeMap Attributes { get; init; } = AttributeMap.Empty;

    /// <summary>Returns the two ids.</summary>
    public override string ToString() => $"{TraceId}/{SpanId}";
}
