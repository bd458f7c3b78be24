using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient;

/// <summary>Keeps a JSON value as the bytes it came in.</summary>
internal sealed class JsonPayloadConverter : JsonConverter<JsonPayload>
{
    public override bool HandleNull => true;

    public override JsonPayload Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return JsonPayload.Null;

        using var document = JsonDocument.ParseValue(ref reader);
        return new JsonPayload(JsonMarshal.GetRawUtf8Value(document.RootElement).ToArray());
    }

    public override void Write(Utf8JsonWriter writer, JsonPayload value, JsonSerializerOptions options) => value.WriteTo(writer);
}
