using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Kubiya;

/// <summary>Takes whatever is there: a time in an unknown form must not make a whole answer unreadable.</summary>
internal sealed class KubiyaTimeConverter : JsonConverter<KubiyaTime>
{
    public override KubiyaTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return new KubiyaTime(reader.GetString()!);

        using var document = JsonDocument.ParseValue(ref reader);
        return new KubiyaTime(document.RootElement.GetRawText());
    }

    public override void Write(Utf8JsonWriter writer, KubiyaTime value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}
