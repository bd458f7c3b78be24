using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Galtea;

/// <summary>A time as Galtea writes it: ISO 8601 with <c>Z</c> or an offset and any number of digits of the second.</summary>
/// <param name="Text">The text as it came; JSON where the service sent no string.</param>
[JsonConverter(typeof(GalteaTimeConverter))]
public readonly record struct GalteaTime(string Text)
{
    /// <summary>The time; null when the text is none.</summary>
    public TraceTimestamp? Value => TraceTimestamp.TryParse(Text, out var value) ? value : null;

    /// <summary>The text as it came.</summary>
    public override string ToString() => Value is null ? "" : Text;
}

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
