using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Kubiya;

/// <summary>Counts over a period.</summary>
public sealed record KubiyaTraceStats
{
    /// <summary>All traces.</summary>
    public long? TotalTraces { get; init; }

    /// <summary>Those with status <c>success</c>.</summary>
    public long? SuccessCount { get; init; }

    /// <summary>Those with status <c>error</c>.</summary>
    public long? ErrorCount { get; init; }

    /// <summary>Those with status <c>running</c>.</summary>
    public long? RunningCount { get; init; }

    /// <summary>The share of failed traces in percent, from 0 to 100.</summary>
    public double? ErrorRate { get; init; }

    /// <summary>Milliseconds; null when there are no traces.</summary>
    public double? AvgDurationMs { get; init; }

    /// <summary>All spans.</summary>
    public long? TotalSpans { get; init; }

    /// <summary>The beginning of the period.</summary>
    public KubiyaTime? PeriodStart { get; init; }

    /// <summary>The end of the period.</summary>
    public KubiyaTime? PeriodEnd { get; init; }

    /// <summary>Members that this type does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extensions { get; set; }
}
