namespace TraceClient.Testing;

/// <summary>What a later version of a service may add.</summary>
internal static class Unknown
{
    public static void Write(Utf8JsonWriter writer, bool wanted)
    {
        if (!wanted)
            return;
        writer.WriteStartObject("x_new_object");
        writer.WriteStartArray("of");
        writer.WriteNullValue();
        writer.WriteNumberValue(1);
        writer.WriteStringValue("later");
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteString("xNewText", "a member that no version so far has had");
    }
}
