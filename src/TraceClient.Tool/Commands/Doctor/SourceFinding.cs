namespace TraceClient.Tool;

/// <summary>What the examination of one source found.</summary>
/// <param name="Settings">What is configured.</param>
/// <param name="Stage">How far it came.</param>
internal sealed record SourceFinding(SourceSettings Settings, FindingStage Stage)
{
    /// <summary>The address that was asked; null when none was.</summary>
    public string? Address { get; init; }

    /// <summary>How long the answer took, or how long there was none.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>Why it came no further; null when nothing went wrong.</summary>
    public ErrorReport? Error { get; init; }
}
