using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Kubiya;

/// <summary>Takes the text as it is: a time in an unknown form must not make a whole answer unreadable.</summary>
internal sealed class KubiyaTimeConverter : JsonConverter<KubiyaTime>
{
    public override KubiyaTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException("A time is a JSON string."));

    public override void Write(Utf8JsonWriter writer, KubiyaTime value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}
