using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Calyptia;

/// <summary>A log record as it stood at one step of a pipeline.</summary>
[JsonConverter(typeof(CalyptiaLogRecordConverter))]
public sealed record CalyptiaLogRecord
{
    /// <summary>The record's own time. The numbers 4294967295 and 4294967294 are no times: they mark the start and the end of a group.</summary>
    public CalyptiaTime Timestamp { get; init; }

    /// <summary>The record as it came: usually an object, sometimes a string that holds one. It can hold text that is not valid UTF-8.</summary>
    public JsonPayload Record { get; init; }

    /// <summary>An object with all other members; JSON <c>null</c> when there are none.</summary>
    public JsonPayload Extensions { get; init; }

    /// <summary>The time; the record is not shown.</summary>
    public override string ToString() => $"record of {Timestamp}";
}

/// <summary>Keeps log records byte by byte: a body, a name or a value in it need not be valid UTF-8.</summary>
internal sealed class CalyptiaLogRecordConverter : JsonConverter<CalyptiaLogRecord>
{
    private static readonly CalyptiaTimeConverter Times = new();

    public override CalyptiaLogRecord Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return new CalyptiaLogRecord { Record = CalyptiaJson.ReadRaw(ref reader) };

        CalyptiaTime timestamp = default;
        JsonPayload record = default;
        ArrayBufferWriter<byte>? others = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("timestamp"u8))
            {
                reader.Read();
                timestamp = Times.Read(ref reader, typeof(CalyptiaTime), options);
            }
            else if (reader.ValueTextEquals("record"u8))
            {
                reader.Read();
                record = CalyptiaJson.ReadRaw(ref reader);
            }
            else
            {
                others ??= new ArrayBufferWriter<byte>();
                AppendMember(others, ref reader);
            }
        }

        others?.Write("}"u8);
        return new CalyptiaLogRecord
        {
            Timestamp = timestamp,
            Record = record,
            Extensions = others is null ? JsonPayload.Null : new JsonPayload(others.WrittenMemory),
        };
    }

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

    private static void AppendMember(ArrayBufferWriter<byte> members, ref Utf8JsonReader reader)
    {
        members.Write(members.WrittenCount == 0 ? "{\""u8 : ",\""u8);
        members.Write(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
        members.Write("\":"u8);
        reader.Read();
        members.Write(CalyptiaJson.ReadRaw(ref reader).Utf8.Span);
    }
}
