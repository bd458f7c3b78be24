using System.Text.Json;

namespace TraceClient.Benchmarks.Read;

internal sealed class GalteaPeerRow
{
    public string? Id { get; set; }

    public string? InferenceResultId { get; set; }

    public string? Name { get; set; }

    public string? Type { get; set; }

    public string? Description { get; set; }

    public JsonElement InputData { get; set; }

    public JsonElement OutputData { get; set; }

    public JsonElement Error { get; set; }

    public double? LatencyMs { get; set; }

    public JsonElement Metadata { get; set; }

    public string? ParentTraceId { get; set; }

    public DateTimeOffset? StartTime { get; set; }

    public DateTimeOffset? EndTime { get; set; }

    public DateTimeOffset? CreatedAt { get; set; }

    public DateTimeOffset? DeletedAt { get; set; }
}
