namespace TraceClient.Kubiya;

/// <summary>Counts over a period.</summary>
public sealed record KubiyaTraceStats : IWireObject
{
    /// <summary>All traces.</summary>
    public long? TotalTraces { get; set; }

    /// <summary>Those with status <c>success</c>.</summary>
    public long? SuccessCount { get; set; }

    /// <summary>Those with status <c>error</c>.</summary>
    public long? ErrorCount { get; set; }

    /// <summary>Those with status <c>running</c>.</summary>
    public long? RunningCount { get; set; }

    /// <summary>The share of failed traces in percent, from 0 to 100.</summary>
    public double? ErrorRate { get; set; }

    /// <summary>Milliseconds; null when there are no traces.</summary>
    public double? AvgDurationMs { get; set; }

    /// <summary>All spans.</summary>
    public long? TotalSpans { get; set; }

    /// <summary>The beginning of the period.</summary>
    public SourceTime PeriodStart { get; set; }

    /// <summary>The end of the period.</summary>
    public SourceTime PeriodEnd { get; set; }

    /// <summary>Members that this type does not know.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }
}
