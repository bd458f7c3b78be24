using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Kubiya;

/// <summary>A span, as the control plane sends it.</summary>
public sealed record KubiyaSpan
{
    /// <summary>The id of the database row, a UUID.</summary>
    public string? Id { get; init; }

    /// <summary>32 lower-case hex digits.</summary>
    public string? TraceId { get; init; }

    /// <summary>16 lower-case hex digits.</summary>
    public string? SpanId { get; init; }

    /// <summary>The parent's <see cref="SpanId"/>; it need not be stored.</summary>
    public string? ParentSpanId { get; init; }

    /// <summary>The organisation's slug.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>What the step is called.</summary>
    public string? Name { get; init; }

    /// <summary><c>INTERNAL</c>, <c>SERVER</c>, <c>CLIENT</c>, <c>PRODUCER</c>, <c>CONSUMER</c>; another value is kept.</summary>
    public string? Kind { get; init; }

    /// <summary><c>UNSET</c>, <c>OK</c>, <c>ERROR</c>; another value is kept.</summary>
    public string? StatusCode { get; init; }

    /// <summary>What is said of the status.</summary>
    public string? StatusMessage { get; init; }

    /// <summary>When it began.</summary>
    public KubiyaUnixTime? StartTimeUnixNano { get; init; }

    /// <summary>When it ended; null while the span runs.</summary>
    public KubiyaUnixTime? EndTimeUnixNano { get; init; }

    /// <summary>Nanoseconds.</summary>
    public long? DurationNs { get; init; }

    /// <summary>Milliseconds; null when the duration is 0.</summary>
    public double? DurationMs { get; init; }

    /// <summary>An object of plain values. They can be e-mail addresses and bodies of requests: personal data.</summary>
    public JsonPayload Attributes { get; init; }

    /// <summary>An object of plain values on the process.</summary>
    public JsonPayload ResourceAttributes { get; init; }

    /// <summary>What happened during the span.</summary>
    public IReadOnlyList<KubiyaSpanEvent>? Events { get; init; }

    /// <summary>References to other spans.</summary>
    public IReadOnlyList<KubiyaSpanLink>? Links { get; init; }

    /// <summary>When the row was created.</summary>
    public KubiyaTime? CreatedAt { get; init; }

    /// <summary>The children, when a tree was asked for.</summary>
    public IReadOnlyList<KubiyaSpan>? Children { get; init; }

    /// <summary>Members that this type does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>The span's id; personal data are not shown.</summary>
    public override string ToString() => $"Kubiya span {SpanId}";
}

/// <summary>An event of a span, as the control plane sends it.</summary>
public sealed record KubiyaSpanEvent
{
    /// <summary>What happened; <c>exception</c> for an exception.</summary>
    public string? Name { get; init; }

    /// <summary>When it happened.</summary>
    public KubiyaUnixTime? Timestamp { get; init; }

    /// <summary>An object of plain values.</summary>
    public JsonPayload Attributes { get; init; }

    /// <summary>Members that this type does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>The event's name; its attributes are not shown.</summary>
    public override string ToString() => $"Kubiya event {NameText.Of(Name)}";
}

/// <summary>A reference to another span, as the control plane sends it.</summary>
public sealed record KubiyaSpanLink
{
    /// <summary>32 lower-case hex digits.</summary>
    public string? TraceId { get; init; }

    /// <summary>16 lower-case hex digits.</summary>
    public string? SpanId { get; init; }

    /// <summary>An object of plain values.</summary>
    public JsonPayload Attributes { get; init; }

    /// <summary>Members that this type does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>The two ids.</summary>
    public override string ToString() => $"Kubiya link {TraceId}/{SpanId}";
}
