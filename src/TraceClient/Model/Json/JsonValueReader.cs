namespace TraceClient;

/// <summary>Reads what <see cref="JsonValueWriter"/> writes.</summary>
internal static partial class JsonValueReader
{
    /// <summary>Reads a string, with halves of surrogate pairs.</summary>
    /// <exception cref="InvalidOperationException">The value is not a string.</exception>
    public static string ReadString(JsonElement json) =>
        JsonMarshal.GetRawUtf8Value(json) is var text && json.ValueKind == JsonValueKind.String && HasSurrogate(text)
            ? Unescape(text[1..^1])
            : json.GetString() ?? throw new InvalidOperationException();

    /// <summary>Reads any value.</summary>
    /// <exception cref="JsonException">It is nested too deep.</exception>
    public static AttributeValue Read(JsonElement json) => Read(json, JsonValueWriter.MaxDepth);

    /// <summary>Reads attributes.</summary>
    /// <exception cref="InvalidOperationException">The value is not an object.</exception>
    /// <exception cref="JsonException">It is nested too deep.</exception>
    public static AttributeMap ReadMap(JsonElement json) =>
        ReadSpecial(json, JsonValueWriter.MaxDepth)?.AsMap ?? ReadMembers(json, JsonValueWriter.MaxDepth);

    private static AttributeValue Read(JsonElement json, int nesting) => json.ValueKind switch
    {
        JsonValueKind.Array or JsonValueKind.Object when nesting == 0 =>
            throw new JsonException($" is nested more than {JsonValueWriter.MaxDepth} levels deep."),
        JsonValueKind.String => ReadString(json),
        JsonValueKind.Array => AttributeValue.From(json.EnumerateArray().Select(item => Read(item, nesting - 1))),
        JsonValueKind.Object => ReadSpecial(json, nesting) ?? AttributeValue.From(ReadMembers(json, nesting)),
        _ => AttributeValue.From(json),
    };

    private static AttributeMap ReadMembers(JsonElement json, int nesting) => AttributeMap.From(
        json.EnumerateObject().Select(member => KeyValuePair.Create(NameOf(member), Read(member.Value, nesting - 1))));

    /// <summary>Reads an object that stands for what JSON lacks; null for any other, such as another program's.</summary>
    private static AttributeValue? ReadSpecial(JsonElement json, int nesting)
    {
        if (json.GetPropertyCount() != 1)
            return null;
        var member = json.EnumerateObject().First();
        return (NameOf(member), member.Value.ValueKind) switch
        {
            ("$double", JsonValueKind.String) when ReadString(member.Value) is "NaN" or "Infinity" or "-Infinity" =>
                double.Parse(ReadString(member.Value), CultureInfo.InvariantCulture),
            ("$json", JsonValueKind.String) => ReadText(ReadString(member.Value)),
            ("$map", JsonValueKind.Array) => ReadPairs(member.Value, nesting),
            _ => null,
        };
    }

    private static AttributeValue? ReadText(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = JsonValueWriter.MaxDepth + 1 });
            var json = document.RootElement;
            return json.ValueKind is JsonValueKind.Array or JsonValueKind.Object ? Read(json) : default(AttributeValue?);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static AttributeValue? ReadPairs(JsonElement pairs, int nesting) => pairs.EnumerateArray().All(IsPair)
        ? AttributeValue.From(AttributeMap.From(
            pairs.EnumerateArray().Select(pair => KeyValuePair.Create(ReadString(pair[0]), Read(pair[1], nesting - 1)))))
        : default(AttributeValue?);

    private static bool IsPair(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array && json.GetArrayLength() == 2 && json[0].ValueKind == JsonValueKind.String;

    private static string NameOf(JsonProperty member) =>
        JsonMarshal.GetRawUtf8PropertyName(member) is var name && HasSurrogate(name) ? Unescape(name) : member.Name;

    private static bool HasSurrogate(ReadOnlySpan<byte> json) => json.IndexOf("\\ud"u8) >= 0 || json.IndexOf("\\uD"u8) >= 0;

    /// <summary>Resolves the escapes in the text of a string. Bytes that are not UTF-8 become U+FFFD.</summary>
    public static string Unescape(ReadOnlySpan<byte> json) => Escapes().Replace(Encoding.UTF8.GetString(json), Unescape);

    private static string Unescape(Match escape) => escape.ValueSpan[1] switch
    {
        'b' => "\b",
        'f' => "\f",
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        'u' => $"{(char)ushort.Parse(escape.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)}",
        var other => $"{other}",
    };

    [GeneratedRegex(@"\\(u[0-9A-Fa-f]{4}|.)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: -1)]
    private static partial Regex Escapes();
}
