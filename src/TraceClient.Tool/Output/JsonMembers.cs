namespace TraceClient.Tool;

/// <summary>Members that are left out where there is nothing to say.</summary>
internal static class JsonMembers
{
    public static void Write(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    public static void Write(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
    }

    /// <summary>A time in RFC 3339 to the nanosecond.</summary>
    public static void Write(Utf8JsonWriter writer, string name, TraceTimestamp? value) => Write(writer, name, value?.ToString());

    /// <summary>Milliseconds with a fraction.</summary>
    public static void Write(Utf8JsonWriter writer, string name, TimeSpan? value)
    {
        if (value is { } time)
            writer.WriteNumber(name, time.TotalMilliseconds);
    }

    public static void Write(Utf8JsonWriter writer, string name, AttributeMap attributes)
    {
        if (attributes.Count == 0)
            return;
        writer.WritePropertyName(name);
        attributes.WriteTo(writer);
    }

    /// <summary>A list; an empty one is left out.</summary>
    public static void Write<T>(Utf8JsonWriter writer, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        if (items.Count == 0)
            return;
        writer.WriteStartArray(name);
        foreach (var item in items)
            write(writer, item);
        writer.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<TraceWarning> warnings) => Write(writer, name, warnings, static (writer, warning) =>
    {
        writer.WriteStartObject();
        writer.WriteString("code", warning.Code);
        writer.WriteString("message", warning.Message);
        Write(writer, "spanId", warning.SpanId);
        writer.WriteEndObject();
    });

    /// <summary>A payload: for a program as it came, for a person indented like all else; JSON <c>null</c> is left out.</summary>
    public static void Write(Utf8JsonWriter writer, string name, JsonPayload payload)
    {
        if (payload.IsNull)
            return;
        writer.WritePropertyName(name);
        var json = payload.Utf8.Span;
        if (writer.Options.Indented || json.ContainsAny((byte)'\n', (byte)'\r'))
            AttributeValue.From(payload).WriteTo(writer);
        else
            payload.WriteTo(writer);
    }
}
