using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace TraceClient.Calyptia;

/// <summary>Reads parts of a document as they came, valid UTF-8 or not.</summary>
internal static class CalyptiaJson
{
    public static JsonPayload ReadRaw(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return JsonPayload.Null;
        using var document = JsonDocument.ParseValue(ref reader);
        return new JsonPayload(JsonMarshal.GetRawUtf8Value(document.RootElement).ToArray());
    }

    /// <summary>A string's text, with U+FFFD for what is no UTF-8; anything else as JSON text.</summary>
    public static string? ReadText(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        var json = ReadRaw(ref reader);
        return json.TryGetString(out var text) ? text : Encoding.UTF8.GetString(json.Utf8.Span);
    }
}
