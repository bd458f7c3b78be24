using System.Text.Json;

namespace TraceClient.Benchmarks.Read;

internal sealed class KubiyaPeerSpan
{
    public string? Id { get; set; }

    public string? TraceId { get; set; }

    public string? SpanId { get; set; }

    public string? ParentSpanId { get; set; }

    public string? OrganizationId { get; set; }

    public string? Name { get; set; }

    public string? Kind { get; set; }

    public string? StatusCode { get; set; }

    public string? StatusMessage { get; set; }

    public long? StartTimeUnixNano { get; set; }

    public long? EndTimeUnixNano { get; set; }

    public long? DurationNs { get; set; }

    public double? DurationMs { get; set; }

    public JsonElement Attributes { get; set; }

    public JsonElement ResourceAttributes { get; set; }

    public List<KubiyaPeerEvent>? Events { get; set; }

    public List<KubiyaPeerLink>? Links { get; set; }

    public DateTimeOffset? CreatedAt { get; set; }

    public List<KubiyaPeerSpan>? Children { get; set; }
}

internal sealed class KubiyaPeerEvent
{
    public string? Name { get; set; }

    public long? Timestamp { get; set; }

    public JsonElement Attributes { get; set; }
}

internal sealed class KubiyaPeerLink
{
    public string? TraceId { get; set; }

    public string? SpanId { get; set; }

    public JsonElement Attributes { get; set; }
}
