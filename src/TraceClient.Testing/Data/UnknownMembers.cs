namespace TraceClient.Testing;

/// <summary>Writes members that no current version of a service has.</summary>
internal static class UnknownMembers
{
    public static void Write(Utf8JsonWriter writer, bool enabled)
    {
        if (!enabled)
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
