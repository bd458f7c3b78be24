namespace TraceClient;

/// <summary>Writes members of a JSON object that are left out where there is nothing to say.</summary>
internal static class JsonMembers
{
    /// <summary>Writes a string, a number or a list; null is left out.</summary>
    public static Utf8JsonWriter Write(this Utf8JsonWriter writer, string name, AttributeValue? value)
    {
        if (value is not { Kind: not AttributeValueKind.Null } there)
            return writer;
        writer.WritePropertyName(name);
        JsonValueWriter.Write(writer, there);
        return writer;
    }

    /// <summary>Writes a time as RFC 3339 to the nanosecond.</summary>
    public static Utf8JsonWriter Write(this Utf8JsonWriter writer, string name, TraceTimestamp? value) =>
        Write(writer, name, value?.ToString());

    /// <summary>Writes milliseconds with at most four decimals.</summary>
    public static Utf8JsonWriter Write(this Utf8JsonWriter writer, string name, TimeSpan? value) =>
        WriteDecimal(writer, name, value?.Ticks / (decimal)TimeSpan.TicksPerMillisecond);

    public static Utf8JsonWriter WriteDecimal(this Utf8JsonWriter writer, string name, decimal? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
        return writer;
    }

    /// <summary>Writes attributes; none are left out.</summary>
    public static Utf8JsonWriter Write(this Utf8JsonWriter writer, string name, AttributeMap attributes)
    {
        if (attributes.Count == 0)
            return writer;
        writer.WritePropertyName(name);
        JsonValueWriter.Write(writer, attributes);
        return writer;
    }

    /// <summary>Writes a list of objects; an empty one is left out.</summary>
    public static Utf8JsonWriter Write<T>(this Utf8JsonWriter writer, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        if (items.Count == 0)
            return writer;
        writer.WriteStartArray(name);
        foreach (var item in items)
            WriteObject(writer, item, write);
        writer.WriteEndArray();
        return writer;
    }

    public static void WriteObject<T>(this Utf8JsonWriter writer, T value, Action<Utf8JsonWriter, T> members)
    {
        writer.WriteStartObject();
        members(writer, value);
        writer.WriteEndObject();
    }
}
