namespace TraceClient.Testing;

/// <summary>The header of a trace. Times are ticks.</summary>
internal sealed class KubiyaTrace
{
    /// <summary>Gets the index of the generated trace; -1 for one that was added.</summary>
    public long Index { get; init; } = -1;

    public required string TraceId { get; init; }

    public required string Name { get; init; }

    public string? ServiceName { get; init; }

    public required string Status { get; init; }

    public string? ExecutionId { get; init; }

    public string? UserId { get; init; }

    public long StartedAt { get; init; }

    public long? EndedAt { get; init; }

    public long? DurationMs { get; init; }

    public long SpanCount { get; init; }

    public long ErrorCount { get; init; }

    public long CreatedAt { get; init; }

    /// <summary>Gets the members exactly as given; null if the header is generated.</summary>
    public JsonMembers? Raw { get; init; }
}
