using System.Text.Encodings.Web;
using TraceClient.Http;

namespace TraceClient.Tool;

/// <summary>
/// Writes values in which secrets are masked: texts and names that are shaped like one, and texts whose name says that they are one.
/// </summary>
/// <remarks>
/// Each text is masked before it is escaped for JSON, since a secret behind an escaped line break would be taken for a part of a word.
/// </remarks>
internal static class MaskedValue
{
    // A body can nest deeper than the 1,000 levels that a writer allows by default.
    private static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = int.MaxValue };

    /// <summary>Returns a body: a string as it is, with its line breaks, other values as JSON.</summary>
    public static string TextOf(JsonPayload body) => TextOf(BodyValue.Of(body));

    /// <summary>Returns a value: a string as it is, with its line breaks, other values as JSON.</summary>
    /// <param name="value">The value.</param>
    /// <param name="name">The name of the value; empty for none.</param>
    public static string TextOf(AttributeValue value, string name = "") =>
        TerminalText.Lines(value.AsString is { } text ? Mask(text, name) : Write(value, name));

    /// <summary>Returns a value as JSON on one line.</summary>
    /// <inheritdoc cref="TextOf(AttributeValue, string)"/>
    public static string JsonOf(AttributeValue value, string name = "") => TerminalText.OneLine(Write(value, name));

    private static string Write(AttributeValue value, string name)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
            Write(writer, value, name);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, AttributeValue value, string name)
    {
        if (value.AsString is { } text)
        {
            writer.WriteStringValue(Mask(text, name));
        }
        else if (value.AsList is { } list)
        {
            writer.WriteStartArray();
            foreach (var item in list)
                Write(writer, item, name);
            writer.WriteEndArray();
        }
        else if (value.AsMap is { } map)
        {
            writer.WriteStartObject();
            foreach (var (key, item) in map)
            {
                writer.WritePropertyName(ToolText.Mask(key));
                Write(writer, item, key);
            }

            writer.WriteEndObject();
        }
        else
        {
            value.WriteTo(writer);
        }
    }

    private static string Mask(string text, string name) =>
        text.Length > 0 && Redaction.IsSecretName(name) ? SecretMask.Mask : ToolText.Mask(text);
}
