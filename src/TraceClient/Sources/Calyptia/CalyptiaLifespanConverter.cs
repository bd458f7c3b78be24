using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Calyptia;

/// <summary>Reads a Go duration or a number of nanoseconds; writes a Go duration.</summary>
internal sealed class CalyptiaLifespanConverter : JsonConverter<CalyptiaLifespan>
{
    public override bool HandleNull => true;

    public override CalyptiaLifespan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var isNumber = reader.TokenType == JsonTokenType.Number;
        var text = CalyptiaJson.ReadText(ref reader);
        TimeSpan duration = default;
        var readable = isNumber
            ? decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var nanoseconds)
                && GoDuration.TryFromNanoseconds(nanoseconds, out duration)
            : GoDuration.TryParse(text, out duration);
        return new CalyptiaLifespan(text, readable ? duration : null);
    }

    public override void Write(Utf8JsonWriter writer, CalyptiaLifespan value, JsonSerializerOptions options)
    {
        if (value.Duration is { } duration)
            writer.WriteStringValue(GoDuration.TryParse(value.Text, out _) ? value.Text : GoDuration.ToString(duration));
        else
            writer.WriteStringValue(value.Text);
    }
}
