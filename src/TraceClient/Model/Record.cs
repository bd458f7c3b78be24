using System.Diagnostics;

namespace TraceClient;

/// <summary>A piece of data that belongs to a span: a log record, an event, an input, an output, an exception.</summary>
[DebuggerDisplay("{Kind} {Name,nq} {Timestamp} {Body}")]
[JsonConverter(typeof(TraceJsonConverter))]
public sealed record Record
{
    /// <summary>Gets the kind of the record.</summary>
    public required RecordKind Kind { get; init; }

    /// <summary>Gets the name of an event; null where the source gives none.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the time when it happened; null where the source does not say.</summary>
    public TraceTimestamp? Timestamp { get; init; }

    /// <summary>Gets the data as JSON; JSON <c>null</c> where there is none.</summary>
    public JsonPayload Body { get; init; }

    /// <summary>Gets further facts that the source sent.</summary>
    public AttributeMap Attributes { get; init; } = AttributeMap.Empty;

    /// <summary>Returns the kind, the name and the time, without the body.</summary>
    public override string ToString() => $"{Kind} {NameText.Of(Name)} {Timestamp}".TrimEnd();
}

/// <summary>Specifies the kind of a <see cref="Record"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RecordKind>))]
public enum RecordKind
{
    /// <summary>A log record that passed through a pipeline.</summary>
    Log,

    /// <summary>Something that happened during a span.</summary>
    Event,

    /// <summary>What a step was given.</summary>
    Input,

    /// <summary>What a step gave back.</summary>
    Output,

    /// <summary>An exception that was recorded on a span.</summary>
    Exception,
}
