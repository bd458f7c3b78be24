using System.Text.Encodings.Web;

namespace TraceClient;

/// <summary>Writes strings and attributes so that <c>JsonValueReader</c> makes the same ones of them.</summary>
/// <remarks>
/// <para>They are plain JSON. What JSON lacks is an object with one member:</para>
/// <para><c>{"$double":"NaN"}</c>: a number that is not finite.</para>
/// <para><c>{"$json":"[…]"}</c>: a list or a map, as text, below as many levels as readers and writers of JSON go by default.</para>
/// <para><c>{"$map":[["name",1]]}</c>: a map with a name that is not valid text, or one of the form of these objects.</para>
/// </remarks>
internal static class JsonValueWriter
{
    /// <summary>The number of levels before a list or a map becomes text: readers and writers stop at 64 in all.</summary>
    public const int MaxNesting = 32;

    /// <summary>The number of levels at all: they are written and read by recursion.</summary>
    public const int MaxDepth = 1000;

    private const int LevelsOfPairs = 3;

    public static void Write(Utf8JsonWriter writer, AttributeValue value) => Write(writer, value, MaxNesting);

    public static void Write(Utf8JsonWriter writer, AttributeMap map) => Write(writer, AttributeValue.From(map), MaxNesting);

    /// <summary>Writes a string. A half of a surrogate pair, which the writer would replace, becomes an escape.</summary>
    public static void Write(Utf8JsonWriter writer, string text)
    {
        var encoder = writer.Options.Encoder ?? JavaScriptEncoder.Default;
        if (IsText(text))
            writer.WriteStringValue(text);
        else
            writer.WriteRawValue($"\"{string.Concat(text.Select(Escape))}\"", skipInputValidation: true);

        string Escape(char c) => char.IsSurrogate(c) ? $@"\u{(int)c:x4}" : encoder.Encode(c.ToString());
    }

    private static void Write(Utf8JsonWriter writer, AttributeValue value, int nesting)
    {
        switch (value.Kind)
        {
            case AttributeValueKind.String:
                Write(writer, value.AsString!);
                break;

            // One beyond a double, such as 1e400, has its text and is not equal to infinity.
            case AttributeValueKind.Double when value.AsDouble is { } number && !double.IsFinite(number) && value == number:
                writer.WriteObject(value, static (writer, value) => writer.WriteString("$double"u8, value.ToString()));
                break;
            case AttributeValueKind.List when nesting > 0:
                writer.WriteStartArray();
                foreach (var item in value.AsList!)
                    Write(writer, item, nesting - 1);
                writer.WriteEndArray();
                break;
            case AttributeValueKind.Map when IsPairs(value.AsMap!) && nesting >= LevelsOfPairs:
                writer.WriteObject(value.AsMap!, (writer, map) => WritePairs(writer, map, nesting - LevelsOfPairs));
                break;
            case AttributeValueKind.Map when !IsPairs(value.AsMap!) && nesting > 0:
                writer.WriteStartObject();
                foreach (var (name, member) in value.AsMap!)
                {
                    writer.WritePropertyName(name);
                    Write(writer, member, nesting - 1);
                }

                writer.WriteEndObject();
                break;
            case AttributeValueKind.List or AttributeValueKind.Map:
                writer.WriteObject(value, WriteAsText);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static void WritePairs(Utf8JsonWriter writer, AttributeMap map, int nesting)
    {
        writer.WriteStartArray("$map"u8);
        foreach (var (name, value) in map)
        {
            writer.WriteStartArray();
            Write(writer, name);
            Write(writer, value, nesting);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static void WriteAsText(Utf8JsonWriter writer, AttributeValue value)
    {
        if (writer.CurrentDepth >= MaxDepth - LevelsOfPairs)
            throw new JsonException($"A value is nested more than {MaxDepth} levels deep.");
        var buffer = new ArrayBufferWriter<byte>();
        using (var inner = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = int.MaxValue }))
            Write(inner, value, MaxDepth);
        writer.WriteString("$json"u8, buffer.WrittenSpan);
    }

    private static bool IsPairs(AttributeMap map) =>
        (map.Count == 1 && map.Keys.First() is "$double" or "$json" or "$map") || !map.Keys.All(IsText);

    private static bool IsText(string text) =>
        text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0 || Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;
}
