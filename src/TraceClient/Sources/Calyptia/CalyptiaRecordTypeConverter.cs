using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Calyptia;

/// <summary>Keeps the number of a type, or what stands in its place, as text.</summary>
internal sealed class CalyptiaRecordTypeConverter : JsonConverter<CalyptiaRecordType>
{
    public override bool HandleNull => true;

    public override CalyptiaRecordType Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        CalyptiaJson.ReadText(ref reader) is { } text ? new CalyptiaRecordType(text) : default;

    public override void Write(Utf8JsonWriter writer, CalyptiaRecordType value, JsonSerializerOptions options)
    {
        if (long.TryParse(value.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number))
            writer.WriteNumberValue(number);
        else
            writer.WriteStringValue(value.Value);
    }
}
