using TraceClient.Calyptia;

namespace TraceClient.Tool;

/// <summary>A trace session: the time in which some plugins of a pipeline are traced.</summary>
internal sealed record TraceSession(
    string Id, string PipelineId, IReadOnlyList<string> Plugins, CalyptiaLifespan Lifespan, TraceTimestamp? Began)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365 * 100);

    /// <summary>When it is or was over; null when the service does not say.</summary>
    public TraceTimestamp? Ends =>
        Began is { } began && Lifespan.Duration is { } lifespan && lifespan.Duration() < Longest ? began + lifespan : null;

    public bool IsActive => Ends is { } end && end > TimeProvider.System.GetUtcNow();

    public static TraceSession Of(CalyptiaTraceSession session, Pipeline pipeline) =>
        new(session.Id ?? "", session.PipelineId ?? pipeline.Id, session.Plugins, session.Lifespan, session.CreatedAt.Value);
}
