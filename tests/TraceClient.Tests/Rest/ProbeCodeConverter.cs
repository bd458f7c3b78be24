using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Tests.Rest;

/// <summary>A converter that is careless with its exceptions: they quote the value.</summary>
internal sealed class ProbeCodeConverter : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is ['#', ..] code ? code : throw new FormatException($"The code {reader.GetString()} has no #.");

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
