using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Calyptia;

/// <summary>Takes a time in any of the service's forms, and keeps what is none.</summary>
internal sealed class CalyptiaTimeConverter : JsonConverter<CalyptiaTime>
{
    public override bool HandleNull => true;

    public override CalyptiaTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return default;
            case JsonTokenType.Number when reader.TryGetDecimal(out var seconds):
                return CalyptiaTime.FromNumber(seconds, CalyptiaJson.ReadRaw(ref reader));
            default:
                var json = CalyptiaJson.ReadRaw(ref reader);
                return json.TryGetString(out var text) ? CalyptiaTime.FromText(text, json) : new CalyptiaTime(json, timestamp: null);
        }
    }

    public override void Write(Utf8JsonWriter writer, CalyptiaTime value, JsonSerializerOptions options) => value.Json.WriteTo(writer);
}
