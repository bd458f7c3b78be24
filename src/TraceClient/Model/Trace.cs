using System.Diagnostics;

namespace TraceClient;

/// <summary>All steps of one unit of work: a request, a turn of an agent, a chunk of log records.</summary>
/// <remarks>
/// <para>Two traces are equal when their own data and their spans are; <see cref="Warnings"/> do not count.</para>
/// <para>
/// A file that uses <c>System.Diagnostics</c> too has two types of this name. Say there which one is meant:
/// <c>using Trace = TraceClient.Trace;</c>.
/// </para>
/// </remarks>
[DebuggerDisplay("{Source,nq}:{Id,nq} {Name,nq} {Status} ({Spans.Count} spans, {Warnings.Count} warnings)")]
[JsonConverter(typeof(TraceJsonConverter))]
public sealed record Trace
{
    /// <summary>Gets the reference by which a client gets this trace again.</summary>
    public required TraceReference Reference { get; init; }

    /// <summary>Gets the name of the source that it comes from.</summary>
    public string Source => Reference.Source;

    /// <summary>Gets the source's own id.</summary>
    public string Id => Reference.Id;

    /// <summary>Gets the name of the trace.</summary>
    public required string Name { get; init; }

    /// <summary>Gets how it ended.</summary>
    public TraceStatus Status { get; init; }

    /// <summary>Gets the time when its first span began; null when no span says.</summary>
    public TraceTimestamp? StartTime { get; init; }

    /// <summary>Gets the time when its last span ended; null when no span says.</summary>
    public TraceTimestamp? EndTime { get; init; }

    /// <summary>Gets how long it took: as the source says, else from start
    /// to end, with 100 ns resolution; null when neither is known.</summary>
    public TimeSpan? Duration { get => field ?? (EndTime - StartTime); init; }

    /// <summary>Gets the conversation, execution or trace session that it is part of; null where there is none.</summary>
    public string? SessionId { get; init; }

    /// <summary>Gets the service or pipeline that did the work; null when the source does not say.</summary>
    public string? ServiceName { get; init; }

    /// <summary>Gets the id of the user who caused it; null when the source does not say.</summary>
    public string? User { get; init; }

    /// <summary>Gets further facts that the source sent.</summary>
    public AttributeMap Attributes { get; init; } = AttributeMap.Empty;

    /// <summary>Gets all spans, by start.</summary>
    public IReadOnlyList<Span> Spans { get; init; } = [];

    /// <summary>Gets the spans that are part of no other one, by start: the way into the tree.</summary>
    public IReadOnlyList<Span> Roots { get; init; } = [];

    /// <summary>Gets the warnings about data of the trace and its spans that had to be corrected.</summary>
    public IReadOnlyList<TraceWarning> Warnings { get; init; } = [];

    /// <summary>Gets whether the source says that the work has ended. Late spans can still arrive a few seconds after it.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Gets the tokens and the cost of all model calls of the trace; null where nothing says them.</summary>
    /// <remarks>
    /// A span whose descendants have tokens counts as their sum, not with its own: an agent that repeats
    /// what its calls took is not counted twice. The same goes for costs, which are summed for each
    /// currency. Where no span says any, the trace's own attributes count (Galtea counts a turn as a whole).
    /// </remarks>
    public GenAIUsage? Usage => GenAIUsageSum.Of(this);

    /// <summary>Gets the span with an id.</summary>
    /// <param name="id">The source's own id of the span.</param>
    /// <returns>The span, with its children; null if the trace has none with that id.</returns>
    /// <remarks>It searches the spans one by one. To find many, create a dictionary of <see cref="Spans"/>.</remarks>
    public Span? FindSpan(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Spans.FirstOrDefault(span => span.Id == id);
    }

    /// <inheritdoc/>
    public bool Equals(Trace? other) => ReferenceEquals(this, other) || (other is not null
        && Reference == other.Reference && Name == other.Name && Status == other.Status && StartTime == other.StartTime
        && EndTime == other.EndTime && Duration == other.Duration && SessionId == other.SessionId && ServiceName == other.ServiceName
        && User == other.User && IsComplete == other.IsComplete && Attributes.Equals(other.Attributes) && Spans.SequenceEqual(other.Spans));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Reference, Name, Status, StartTime, EndTime, Spans.Count);

    /// <summary>Returns the reference, the name and the number of spans.</summary>
    public override string ToString() => $"{Reference} {NameText.Of(Name)} ({Spans.Count} spans)";
}

/// <summary>Specifies the outcome of a trace as its source reports it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TraceStatus>))]
public enum TraceStatus
{
    /// <summary>The source does not say.</summary>
    Unset,

    /// <summary>The source says that it went well. Single spans can have failed all the same.</summary>
    Ok,

    /// <summary>The source says that it failed.</summary>
    Error,

    /// <summary>It has not ended.</summary>
    Running,
}
