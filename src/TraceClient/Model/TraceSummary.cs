using System.Diagnostics;

namespace TraceClient;

/// <summary>Represents a trace in a list, without its spans.</summary>
/// <remarks>A member is null where the source's list does not say: it is not requested trace by trace.</remarks>
[JsonConverter(typeof(TraceJsonConverter))]
[DebuggerDisplay("{Source,nq}:{Id,nq} {Name,nq} {Status} {RecordedAt}")]
public sealed record TraceSummary
{
    /// <summary>Gets the reference by which a client gets the trace.</summary>
    public required TraceReference Reference { get; init; }

    /// <summary>Gets the name of the source that it comes from.</summary>
    public string Source => Reference.Source;

    /// <summary>Gets the source's own id.</summary>
    public string Id => Reference.Id;

    /// <summary>Gets the name of the trace.</summary>
    public required string Name { get; init; }

    /// <summary>Gets how it ended.</summary>
    public TraceStatus Status { get; init; }

    /// <summary>Gets the time when the source took it in: the time by which lists are ordered
    /// and filtered. Usually a moment after <see cref="StartTime"/>.</summary>
    public TraceTimestamp? RecordedAt { get; init; }

    /// <summary>Gets the time when its first span began.</summary>
    public TraceTimestamp? StartTime { get; init; }

    /// <summary>Gets the time when its last span ended.</summary>
    public TraceTimestamp? EndTime { get; init; }

    /// <summary>Gets how long it took: as the source says, else from start to end.</summary>
    public TimeSpan? Duration { get => field ?? (EndTime - StartTime); init; }

    /// <summary>Gets the conversation, execution or trace session that it is part of.</summary>
    public string? SessionId { get; init; }

    /// <summary>Gets the service or pipeline that did the work.</summary>
    public string? ServiceName { get; init; }

    /// <summary>Gets the id of the user who caused it.</summary>
    public string? User { get; init; }

    /// <summary>Gets how many spans it has, as the source counts.</summary>
    public int? SpanCount { get; init; }

    /// <summary>Gets how many of its spans failed, as the source counts.</summary>
    public int? ErrorCount { get; init; }

    /// <summary>Gets the types of its spans, each once.</summary>
    public IReadOnlyCollection<SpanType>? SpanTypes { get; init; }

    /// <summary>Gets the model of its first model call.</summary>
    public string? Model { get; init; }

    /// <summary>Gets the tokens and the cost of its model calls.</summary>
    public GenAIUsage? Usage { get; init; }

    /// <summary>Gets further facts that the source sent.</summary>
    public AttributeMap Attributes { get; init; } = AttributeMap.Empty;

    /// <inheritdoc/>
    public bool Equals(TraceSummary? other) => ReferenceEquals(this, other) || (other is not null
        && Reference == other.Reference && Name == other.Name && Status == other.Status && RecordedAt == other.RecordedAt
        && StartTime == other.StartTime && EndTime == other.EndTime && Duration == other.Duration && SessionId == other.SessionId
        && ServiceName == other.ServiceName && User == other.User && SpanCount == other.SpanCount && ErrorCount == other.ErrorCount
        && Model == other.Model && Usage == other.Usage && Attributes.Equals(other.Attributes)
        && (SpanTypes is null ? other.SpanTypes is null : other.SpanTypes is not null && SpanTypes.SequenceEqual(other.SpanTypes)));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Reference, Name, Status, RecordedAt, StartTime, EndTime);

    /// <summary>Returns the reference and the name.</summary>
    public override string ToString() => $"{Reference} {NameText.Of(Name)}";
}
