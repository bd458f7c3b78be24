namespace TraceClient;

/// <summary>What a check of one source found.</summary>
/// <param name="SourceName">The source.</param>
/// <param name="Stage">How far the check came.</param>
/// <param name="Latency">How long the answer took, or how long there was none.</param>
/// <param name="Error">Why it came no further; null when all is well.</param>
public sealed record SourceHealth(string SourceName, SourceHealthStage Stage, TimeSpan Latency, TraceClientException? Error = null)
{
    /// <summary>True when all is well.</summary>
    public bool IsHealthy => Stage == SourceHealthStage.Healthy;
}
