namespace TraceClient.Replication;

/// <summary>Represents the result of <see cref="ITraceSink.WriteAsync"/>.</summary>
public sealed record TraceSinkResult
{
    /// <summary>Gets the result of a write in which the target stored all traces.</summary>
    public static TraceSinkResult Complete { get; } = new();

    /// <summary>Gets the traces that the target refused. All others are stored.</summary>
    public IReadOnlyList<ReplicationFailure> Refused { get; init; } = [];

    /// <summary>Gets the number of spans of stored traces that the target did not store. They are not written again.</summary>
    public long RejectedSpans { get; init; }

    /// <summary>Gets messages of the target for the user, without tokens and personal data.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];
}
