using System.Text.Json;

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
}
