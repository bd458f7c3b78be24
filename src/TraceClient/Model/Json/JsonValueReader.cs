namespace TraceClient;

/// <summary>Reads what <see cref="JsonValueWriter"/> writes.</summary>
internal static partial class JsonValueReader
{
    /// <summary>Reads a string, with halves of surrogate pairs.</summary>
    /// <exception cref="InvalidOperationException">It is no string.</exception>
    public static string ReadString(JsonElement json)
    {
        try
        {
            return json.GetString() ?? throw new JsonException(" is null.");
        }
        catch (InvalidOperationException) when (json.ValueKind == JsonValueKind.String)
        {
            return Unescape(JsonMarshal.GetRawUtf8Value(json)[1..^1]);
        }
    }

    /// <summary>Reads any value.</summary>
    /// <exception cref="JsonException">It is nested too deep.</exception>
    public static AttributeValue Read(JsonElement json) => Read(json, JsonValueWriter.MaxDepth);

    /// <summary>Reads attributes.</summary>
    /// <exception cref="InvalidOperationException">It is no object.</exception>
    /// <exception cref="JsonException">It is nested too deep.</exception>
    public static AttributeMap ReadMap(JsonElement json) =>
        ReadSpecial(json, JsonValueWriter.MaxDepth)?.AsMap ?? ReadMembers(json, JsonValueWriter.MaxDepth);

    private static AttributeValue Read(JsonElement json, int nesting) => json.ValueKind switch
    {
        JsonValueKind.Array or JsonValueKind.Object when nesting == 0 =>
            throw new JsonException($" is nested more than {JsonValueWriter.MaxDepth} levels deep."),
        JsonValueKind.String => ReadString(json),
        JsonValueKind.Array => ReadItems(json, nesting),
        JsonValueKind.Object => ReadSpecial(json, nesting) ?? AttributeValue.From(ReadMembers(json, nesting)),
        _ => AttributeValue.From(json),
    };

    private static AttributeValue ReadItems(JsonElement json, int nesting)
    {
        var items = new List<AttributeValue>();
        foreach (var item in json.EnumerateArray())
            items.Add(Read(item, nesting - 1));
        return AttributeValue.From(items);
    }

    private static AttributeMap ReadMembers(JsonElement json, int nesting)
    {
        var entries = new List<KeyValuePair<string, AttributeValue>>();
        foreach (var member in json.EnumerateObject())
            entries.Add(KeyValuePair.Create(NameOf(member), Read(member.Value, nesting - 1)));
        return AttributeMap.From(entries);
    }

    /// <summary>Reads an object that stands for what JSON lacks; null for any other one, such as another program's of the same name.</summary>
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
            return document.RootElement.ValueKind is JsonValueKind.Array or JsonValueKind.Object ? Read(document.RootElement) : default(AttributeValue?);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static AttributeValue? ReadPairs(JsonElement pairs, int nesting)
    {
        var entries = new List<KeyValuePair<string, AttributeValue>>();
        foreach (var pair in pairs.EnumerateArray())
        {
            if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2 || pair[0].ValueKind != JsonValueKind.String)
                return null;
            entries.Add(KeyValuePair.Create(ReadString(pair[0]), Read(pair[1], nesting - 1)));
        }

        return AttributeValue.From(AttributeMap.From(entries));
    }

    private static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return Unescape(JsonMarshal.GetRawUtf8PropertyName(member));
        }
    }

    private static string Unescape(ReadOnlySpan<byte> utf8) => Escapes().Replace(Encoding.UTF8.GetString(utf8), static escape => escape.ValueSpan[1] switch
    {
        'b' => "\b",
        'f' => "\f",
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        'u' => $"{(char)ushort.Parse(escape.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)}",
        var other => $"{other}",
    });

    [GeneratedRegex(@"\\(u[0-9A-Fa-f]{4}|.)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: -1)]
    private static partial Regex Escapes();
}
