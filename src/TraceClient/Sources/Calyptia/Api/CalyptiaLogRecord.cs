namespace TraceClient.Calyptia;

/// <summary>A log record as it stood at one step of a pipeline.</summary>
[JsonConverter(typeof(CalyptiaLogRecordConverter))]
public sealed record CalyptiaLogRecord
{
    /// <summary>Gets or sets the record's own time. The numbers 4294967295 and 4294967294
    /// are not times: they mark the start and the end of a group.</summary>
    public SourceTime Timestamp { get; set; }

    /// <summary>Gets or sets the record as it came: usually an object, sometimes a string
    /// that holds one. It can hold text that is not valid UTF-8.</summary>
    public JsonPayload Record { get; set; }

    /// <summary>Gets or sets an object with all other members; JSON <c>null</c> when there are none.</summary>
    public JsonPayload Extensions { get; set; }

    /// <summary>Returns the time; the record is not shown.</summary>
    public override string ToString() => $"record of {Timestamp}";
}

/// <summary>Keeps log records byte by byte: a body, a name or a value in it need not be valid UTF-8.</summary>
internal sealed class CalyptiaLogRecordConverter : JsonConverter<CalyptiaLogRecord>
{
    public override CalyptiaLogRecord Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, CalyptiaLogRecord value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("timestamp"u8);
        value.Timestamp.Json.WriteTo(writer);
        writer.WritePropertyName("record"u8);
        value.Record.WriteTo(writer);
        foreach (var (name, extension) in AttributeMap.From(value.Extensions))
        {
            writer.WritePropertyName(name);
            extension.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
