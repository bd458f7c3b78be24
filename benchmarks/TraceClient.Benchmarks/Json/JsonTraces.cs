using System.Text.Json.Serialization;

namespace TraceClient.Benchmarks;

// OTLP/JSON as classes: what one writes by hand who has no writer for it. The members stand in the order of the document.
internal sealed class JsonTraces
{
    public List<JsonResourceSpans>? ResourceSpans { get; set; }
}

internal sealed class JsonResourceSpans
{
    public JsonResource? Resource { get; set; }

    public required List<JsonScopeSpans> ScopeSpans { get; set; }
}

internal sealed class JsonResource
{
    public List<JsonKeyValue>? Attributes { get; set; }

    public uint DroppedAttributesCount { get; set; }
}

internal sealed class JsonScopeSpans
{
    public required JsonScope Scope { get; set; }

    public required List<JsonSpan> Spans { get; set; }
}

internal sealed class JsonScope
{
    public string? Name { get; set; }

    public string? Version { get; set; }
}

internal sealed class JsonSpan
{
    public required string TraceId { get; set; }

    public required string SpanId { get; set; }

    public string? TraceState { get; set; }

    public string? ParentSpanId { get; set; }

    public uint Flags { get; set; }

    public string? Name { get; set; }

    public uint Kind { get; set; }

    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public ulong StartTimeUnixNano { get; set; }

    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public ulong EndTimeUnixNano { get; set; }

    public List<JsonKeyValue>? Attributes { get; set; }

    public uint DroppedAttributesCount { get; set; }

    public List<JsonEvent>? Events { get; set; }

    public uint DroppedEventsCount { get; set; }

    public List<JsonLink>? Links { get; set; }

    public uint DroppedLinksCount { get; set; }

    public JsonStatus? Status { get; set; }
}

internal sealed class JsonEvent
{
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public ulong TimeUnixNano { get; set; }

    public string? Name { get; set; }

    public List<JsonKeyValue>? Attributes { get; set; }

    public uint DroppedAttributesCount { get; set; }
}

internal sealed class JsonLink
{
    public string? TraceId { get; set; }

    public string? SpanId { get; set; }

    public string? TraceState { get; set; }

    public List<JsonKeyValue>? Attributes { get; set; }

    public uint DroppedAttributesCount { get; set; }

    public uint Flags { get; set; }
}

internal sealed class JsonStatus
{
    public string? Message { get; set; }

    public uint Code { get; set; }
}

internal sealed class JsonKeyValue
{
    public required string Key { get; set; }

    public required JsonAnyValue Value { get; set; }
}

internal sealed class JsonAnyValue
{
    public string? StringValue { get; set; }

    public bool? BoolValue { get; set; }

    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public long? IntValue { get; set; }

    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double? DoubleValue { get; set; }

    public JsonArrayValue? ArrayValue { get; set; }

    public JsonKeyValueList? KvlistValue { get; set; }
}

internal sealed class JsonArrayValue
{
    public List<JsonAnyValue>? Values { get; set; }
}

internal sealed class JsonKeyValueList
{
    public List<JsonKeyValue>? Values { get; set; }
}
