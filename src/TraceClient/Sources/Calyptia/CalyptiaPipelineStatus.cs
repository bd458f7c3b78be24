using System.Text.Json.Serialization;

namespace TraceClient.Calyptia;

/// <summary>How a pipeline is. Members that are not listed here are not kept.</summary>
public sealed record CalyptiaPipelineStatus
{
    /// <summary><c>NEW</c>, <c>STARTED</c>, <c>FAILED</c> and others.</summary>
    [JsonPropertyName("status")]
    public string? Status { get; set; }
}
