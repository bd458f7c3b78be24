using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

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

/// <summary>How Calyptia's JSON is read and written. Names are on the members: the service mixes camel and snake case.</summary>
[JsonSerializable(typeof(CalyptiaTraceSession))]
[JsonSerializable(typeof(IReadOnlyList<CalyptiaTraceSession>))]
[JsonSerializable(typeof(CalyptiaTraceRecord))]
[JsonSerializable(typeof(IReadOnlyList<CalyptiaTraceRecord>))]
[JsonSerializable(typeof(CalyptiaProject))]
[JsonSerializable(typeof(IReadOnlyList<CalyptiaProject>))]
[JsonSerializable(typeof(CalyptiaPipeline))]
[JsonSerializable(typeof(CalyptiaPipelinePage))]
[JsonSerializable(typeof(CalyptiaCoreInstancePage))]
[JsonSerializable(typeof(IReadOnlyList<CalyptiaSearchResult>))]
[JsonSerializable(typeof(CalyptiaCreateTraceSession))]
[JsonSerializable(typeof(CalyptiaCreatedTraceSession))]
[JsonSerializable(typeof(CalyptiaUpdateTraceSession))]
[JsonSerializable(typeof(CalyptiaUpdatedTraceSession))]
[JsonSerializable(typeof(CalyptiaTerminatedTraceSession))]
[JsonSerializable(typeof(CalyptiaCreateTraceRecord))]
[JsonSerializable(typeof(CalyptiaCreatedTraceRecord))]
[JsonSerializable(typeof(CalyptiaTime))]
internal sealed partial class CalyptiaJsonContext : JsonSerializerContext;

/// <summary>Takes a text that need not be valid UTF-8, or what stands in its place.</summary>
internal sealed class CalyptiaTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => CalyptiaJson.ReadText(ref reader);

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
