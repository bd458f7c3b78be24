namespace TraceClient.Kubiya;

/// <summary>Counts over a period.</summary>
public sealed record KubiyaTraceStats : IWireObject
{
    /// <summary>Gets or sets all traces.</summary>
    public long? TotalTraces { get; set; }

    /// <summary>Gets or sets the number of traces with status <c>success</c>.</summary>
    public long? SuccessCount { get; set; }

    /// <summary>Gets or sets the number of traces with status <c>error</c>.</summary>
    public long? ErrorCount { get; set; }

    /// <summary>Gets or sets the number of traces with status <c>running</c>.</summary>
    public long? RunningCount { get; set; }

    /// <summary>Gets or sets the share of failed traces in percent, from 0 to 100.</summary>
    public double? ErrorRate { get; set; }

    /// <summary>Gets or sets the duration in milliseconds; null without traces.</summary>
    public double? AvgDurationMs { get; set; }

    /// <summary>Gets or sets all spans.</summary>
    public long? TotalSpans { get; set; }

    /// <summary>Gets or sets the beginning of the period.</summary>
    public SourceTime PeriodStart { get; set; }

    /// <summary>Gets or sets the end of the period.</summary>
    public SourceTime PeriodEnd { get; set; }

    /// <summary>Gets or sets the members that this type does not know.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }
}
