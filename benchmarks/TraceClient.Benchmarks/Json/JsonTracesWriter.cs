using System.Globalization;
using System.Text.Json;

namespace TraceClient.Benchmarks;

/// <summary>The floor: nothing but calls to <see cref="Utf8JsonWriter"/>.</summary>
internal static class JsonTracesWriter
{
    public static void Write(Utf8JsonWriter json, JsonTraces traces)
    {
        json.WriteStartObject();
        json.WriteStartArray("resourceSpans"u8);
        foreach (var resource in traces.ResourceSpans!)
            Write(json, resource);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, JsonResourceSpans resource)
    {
        json.WriteStartObject();
        if (resource.Resource is { } described)
        {
            json.WriteStartObject("resource"u8);
            Write(json, described.Attributes);
            Write(json, "droppedAttributesCount"u8, described.DroppedAttributesCount);
            json.WriteEndObject();
        }

        json.WriteStartArray("scopeSpans"u8);
        foreach (var scope in resource.ScopeSpans)
            Write(json, scope);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, JsonScopeSpans scope)
    {
        json.WriteStartObject();
        json.WriteStartObject("scope"u8);
        Write(json, "name"u8, scope.Scope.Name);
        Write(json, "version"u8, scope.Scope.Version);
        json.WriteEndObject();
        json.WriteStartArray("spans"u8);
        foreach (var span in scope.Spans)
            Write(json, span);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, JsonSpan span)
    {
        json.WriteStartObject();
        json.WriteString("traceId"u8, span.TraceId);
        json.WriteString("spanId"u8, span.SpanId);
        Write(json, "traceState"u8, span.TraceState);
        Write(json, "parentSpanId"u8, span.ParentSpanId);
        Write(json, "flags"u8, span.Flags);
        Write(json, "name"u8, span.Name);
        Write(json, "kind"u8, span.Kind);
        Write(json, "startTimeUnixNano"u8, span.StartTimeUnixNano);
        Write(json, "endTimeUnixNano"u8, span.EndTimeUnixNano);
        Write(json, span.Attributes);
        Write(json, "droppedAttributesCount"u8, span.DroppedAttributesCount);
        Write(json, span.Events);
        Write(json, "droppedEventsCount"u8, span.DroppedEventsCount);
        Write(json, span.Links);
        Write(json, "droppedLinksCount"u8, span.DroppedLinksCount);
        if (span.Status is { } status)
        {
            json.WriteStartObject("status"u8);
            Write(json, "message"u8, status.Message);
            Write(json, "code"u8, status.Code);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, List<JsonEvent>? events)
    {
        if (events is null)
            return;
        json.WriteStartArray("events"u8);
        foreach (var @event in events)
        {
            json.WriteStartObject();
            Write(json, "timeUnixNano"u8, @event.TimeUnixNano);
            Write(json, "name"u8, @event.Name);
            Write(json, @event.Attributes);
            Write(json, "droppedAttributesCount"u8, @event.DroppedAttributesCount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, List<JsonLink>? links)
    {
        if (links is null)
            return;
        json.WriteStartArray("links"u8);
        foreach (var link in links)
        {
            json.WriteStartObject();
            Write(json, "traceId"u8, link.TraceId);
            Write(json, "spanId"u8, link.SpanId);
            Write(json, "traceState"u8, link.TraceState);
            Write(json, link.Attributes);
            Write(json, "droppedAttributesCount"u8, link.DroppedAttributesCount);
            Write(json, "flags"u8, link.Flags);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, List<JsonKeyValue>? attributes)
    {
        if (attributes is null)
            return;
        json.WriteStartArray("attributes"u8);
        foreach (var attribute in attributes)
            Write(json, attribute);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, JsonKeyValue attribute)
    {
        json.WriteStartObject();
        json.WriteString("key"u8, attribute.Key);
        json.WritePropertyName("value"u8);
        Write(json, attribute.Value);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, JsonAnyValue value)
    {
        json.WriteStartObject();
        if (value.StringValue is { } text)
            json.WriteString("stringValue"u8, text);
        else if (value.IntValue is { } number)
            Write(json, "intValue"u8, number);
        else if (value.BoolValue is { } flag)
            json.WriteBoolean("boolValue"u8, flag);
        else if (value.DoubleValue is { } real)
            Write(json, "doubleValue"u8, real);
        else if (value.ArrayValue is { } array)
            Write(json, array);
        else if (value.KvlistValue is { } map)
            Write(json, map);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, JsonArrayValue array)
    {
        json.WriteStartObject("arrayValue"u8);
        if (array.Values is { } values)
        {
            json.WriteStartArray("values"u8);
            foreach (var value in values)
                Write(json, value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, JsonKeyValueList map)
    {
        json.WriteStartObject("kvlistValue"u8);
        if (map.Values is { } values)
        {
            json.WriteStartArray("values"u8);
            foreach (var value in values)
                Write(json, value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, uint number)
    {
        if (number != 0)
            json.WriteNumber(name, number);
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, ulong time)
    {
        if (time == 0)
            return;
        Span<byte> digits = stackalloc byte[20];
        time.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        json.WriteString(name, digits[..length]);
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, long number)
    {
        Span<byte> digits = stackalloc byte[20];
        number.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        json.WriteString(name, digits[..length]);
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, double number)
    {
        if (double.IsFinite(number))
            json.WriteNumber(name, number);
        else
            json.WriteString(name, number.ToString(CultureInfo.InvariantCulture));
    }
}
