namespace TraceClient.Otlp;

/// <summary>Writes a span as OTLP/JSON. Members with default values are omitted, as in proto3.</summary>
internal static class JsonSpanWriter
{
    public static void Write(Utf8JsonWriter json, WireSpan span)
    {
        json.WriteStartObject();
        json.WriteString("traceId"u8, span.TraceId);
        json.WriteString("spanId"u8, span.SpanId);
        WriteText(json, "traceState"u8, span.TraceState);
        WriteText(json, "parentSpanId"u8, span.ParentSpanId);
        WriteNumber(json, "flags"u8, span.Flags);
        WriteText(json, "name"u8, span.Name);
        WriteNumber(json, "kind"u8, (uint)span.Kind);
        WriteTime(json, "startTimeUnixNano"u8, span.StartTime);
        WriteTime(json, "endTimeUnixNano"u8, span.EndTime);
        WriteAttributes(json, span.Attributes);
        WriteNumber(json, "droppedAttributesCount"u8, span.DroppedAttributes);
        if (span.Events.Count > 0)
            WriteEvents(json, span.Events);
        WriteNumber(json, "droppedEventsCount"u8, span.DroppedEvents);
        if (span.Links.Count > 0)
            WriteLinks(json, span.Links);
        WriteNumber(json, "droppedLinksCount"u8, span.DroppedLinks);
        WriteStatus(json, span);
        json.WriteEndObject();
    }

    public static void WriteAttributes(
        Utf8JsonWriter json, List<KeyValuePair<string, AttributeValue>> attributes, ReadOnlyMemory<byte>? body = null)
    {
        if (attributes.Count == 0 && body is null)
            return;
        json.WriteStartArray("attributes"u8);
        foreach (var (name, value) in attributes)
            WriteEntry(json, name, value);
        if (body is { } utf8)
        {
            json.WriteStartObject();
            json.WriteString("key"u8, AttributeKeys.RecordBody);
            json.WriteStartObject("value"u8);
            json.WriteString("stringValue"u8, utf8.Span);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string value)
    {
        if (value.Length > 0)
            json.WriteString(name, value);
    }

    public static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, uint value)
    {
        if (value != 0)
            json.WriteNumber(name, value);
    }

    private static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, ulong nanoseconds)
    {
        if (nanoseconds == 0)
            return;
        Span<byte> digits = stackalloc byte[20];
        nanoseconds.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        json.WriteString(name, digits[..length]);
    }

    private static void WriteEvents(Utf8JsonWriter json, List<WireEvent> events)
    {
        json.WriteStartArray("events"u8);
        foreach (var @event in events)
        {
            json.WriteStartObject();
            WriteTime(json, "timeUnixNano"u8, @event.Time);
            WriteText(json, "name"u8, @event.Name);
            WriteAttributes(json, @event.Attributes, @event.Body);
            WriteNumber(json, "droppedAttributesCount"u8, @event.DroppedAttributes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLinks(Utf8JsonWriter json, List<WireLink> links)
    {
        json.WriteStartArray("links"u8);
        foreach (var link in links)
        {
            json.WriteStartObject();
            WriteText(json, "traceId"u8, link.TraceId);
            WriteText(json, "spanId"u8, link.SpanId);
            WriteText(json, "traceState"u8, link.TraceState);
            WriteAttributes(json, link.Attributes);
            WriteNumber(json, "droppedAttributesCount"u8, link.DroppedAttributes);
            WriteNumber(json, "flags"u8, link.Flags);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteStatus(Utf8JsonWriter json, WireSpan span)
    {
        if (span.StatusCode == 0 && span.StatusMessage.Length == 0)
            return;
        json.WriteStartObject("status"u8);
        WriteText(json, "message"u8, span.StatusMessage);
        WriteNumber(json, "code"u8, (uint)span.StatusCode);
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, string name, AttributeValue value)
    {
        json.WriteStartObject();
        json.WriteString("key"u8, name);
        json.WritePropertyName("value"u8);
        WriteValue(json, value);
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, AttributeValue value)
    {
        json.WriteStartObject();
        switch (value.Kind)
        {
            case AttributeValueKind.String:
                json.WriteString("stringValue"u8, value.AsString);
                break;
            case AttributeValueKind.Boolean:
                json.WriteBoolean("boolValue"u8, value.AsBoolean!.Value);
                break;
            case AttributeValueKind.Int64:
                WriteInt64(json, value.AsInt64!.Value);
                break;
            case AttributeValueKind.Double:
                WriteDouble(json, value.AsDouble!.Value);
                break;
            case AttributeValueKind.List:
                WriteList(json, value.AsList!);
                break;
            case AttributeValueKind.Map:
                WriteMap(json, value.AsMap!);
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteInt64(Utf8JsonWriter json, long value)
    {
        Span<byte> digits = stackalloc byte[20];
        value.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        json.WriteString("intValue"u8, digits[..length]);
    }

    private static void WriteDouble(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber("doubleValue"u8, value);
        else
            json.WriteString("doubleValue"u8, double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8);
    }

    private static void WriteList(Utf8JsonWriter json, IReadOnlyList<AttributeValue> list)
    {
        json.WriteStartObject("arrayValue"u8);
        if (list.Count > 0)
        {
            json.WriteStartArray("values"u8);
            foreach (var item in list)
                WriteValue(json, item);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteMap(Utf8JsonWriter json, AttributeMap map)
    {
        json.WriteStartObject("kvlistValue"u8);
        if (map.Count > 0)
        {
            json.WriteStartArray("values"u8);
            foreach (var (name, value) in map)
                WriteEntry(json, name, value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
