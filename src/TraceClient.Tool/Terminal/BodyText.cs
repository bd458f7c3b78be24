using System.Text.Encodings.Web;

namespace TraceClient.Tool;

/// <summary>Formats values of any type.</summary>
internal static class BodyText
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = true,
        NewLine = "\n",
    };

    private static readonly JsonWriterOptions Compact = Indented with { Indented = false };

    /// <summary>Returns a value as JSON on one line.</summary>
    public static string OneLine(AttributeValue value) => TerminalText.OneLine(Write(value, Compact));

    /// <summary>Returns text as it is, and other values as JSON, on one line if they fit.</summary>
    public static IReadOnlyList<string> Lines(AttributeValue value, int width)
    {
        if (value.AsString is { } text)
            return TerminalText.Lines(text).Split('\n');
        var line = OneLine(value);
        return line.Length <= width ? [line] : TerminalText.Lines(Write(value, Indented)).Split('\n');
    }

    /// <summary>Returns the body and the attributes of a record on one line.</summary>
    public static string OneLine(Record record) => string.Join(' ', new[]
    {
        record.Body.IsNull ? "" : OneLine(AttributeValue.From(record.Body)),
        record.Attributes.Count == 0 ? "" : OneLine(AttributeValue.From(record.Attributes)),
    }.Where(text => text.Length > 0));

    private static string Write(AttributeValue value, JsonWriterOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, options))
            value.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
