using TraceClient.Calyptia;

namespace TraceClient.Tool;

/// <summary>Represents a trace session, in which plugins of a pipeline are traced.</summary>
internal sealed record PipelineSession(
    string Id, string PipelineId, IReadOnlyList<string> Plugins, CalyptiaLifespan Lifespan, TraceTimestamp? CreatedAt)
{
    private static readonly TimeSpan MaxLifespan = TimeSpan.FromDays(365 * 100);

    /// <summary>Gets the end of the session; null if it is unknown.</summary>
    public TraceTimestamp? EndsAt =>
        CreatedAt is { } start && Lifespan.Duration is { } lifespan && lifespan.Duration() < MaxLifespan ? start + lifespan : null;

    public bool IsActive => EndsAt is { } end && end > TimeProvider.System.GetUtcNow();

    public static PipelineSession Of(CalyptiaTraceSession session, Pipeline pipeline) =>
        new(session.Id ?? "", session.PipelineId ?? pipeline.Id, session.Plugins, session.Lifespan, session.CreatedAt.Value);
}
