namespace TraceClient.Tool;

/// <summary>A record as JSON.</summary>
internal static class RecordJson
{
    public static void Write(Utf8JsonWriter writer, Record record)
    {
        writer.WriteStartObject();
        WriteMembers(writer, record);
        writer.WriteEndObject();
    }

    /// <summary>The members, into an object that is open.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, Record record)
    {
        writer.WriteString("kind", record.Kind.ToString());
        JsonMembers.Write(writer, "name", record.Name);
        JsonMembers.Write(writer, "timestamp", record.Timestamp);
        JsonMembers.Write(writer, "body", record.Body);
        JsonMembers.Write(writer, "attributes", record.Attributes);
    }
}
