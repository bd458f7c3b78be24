using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Galtea;

/// <summary>Takes whatever is there: a time in an unknown form must not make a whole answer unreadable.</summary>
internal sealed class GalteaTimeConverter : JsonConverter<GalteaTime>
{
    public override GalteaTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return new GalteaTime(reader.GetString()!);

        using var document = JsonDocument.ParseValue(ref reader);
        return new GalteaTime(document.RootElement.GetRawText());
    }

    public override void Write(Utf8JsonWriter writer, GalteaTime value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}
