using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Kubiya;

/// <summary>Takes whatever is there: one time in an unknown form must not make a whole trace unreadable.</summary>
internal sealed class KubiyaUnixTimeConverter : JsonConverter<KubiyaUnixTime>
{
    public override KubiyaUnixTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var nanoseconds))
            return new KubiyaUnixTime(nanoseconds);
        if (reader.TokenType == JsonTokenType.String)
            return new KubiyaUnixTime(reader.GetString()!);

        using var document = JsonDocument.ParseValue(ref reader);
        return new KubiyaUnixTime(document.RootElement.GetRawText());
    }

    public override void Write(Utf8JsonWriter writer, KubiyaUnixTime value, JsonSerializerOptions options)
    {
        if (value.Value is { } time)
            writer.WriteNumberValue(time.UnixNanoseconds);
        else
            writer.WriteStringValue(value.Text);
    }
}
