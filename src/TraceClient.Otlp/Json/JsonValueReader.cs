namespace TraceClient.Otlp;

/// <summary>Reads <c>KeyValue</c> and <c>AnyValue</c> of OTLP/JSON.</summary>
internal static class JsonValueReader
{
    /// <summary>The maximum nesting of lists and maps, which are read recursively.</summary>
    public const int MaxNesting = 100;

    /// <summary>Reads a list of names and values.</summary>
    public static List<KeyValuePair<string, AttributeValue>> ReadEntries(ref Utf8JsonReader json, int nesting = 0)
    {
        JsonNames.BeginList(ref json);
        var entries = new List<KeyValuePair<string, AttributeValue>>();
        Span<char> name = stackalloc char[JsonNames.MaxLength];
        while (JsonNames.NextItem(ref json))
        {
            var key = "";
            AttributeValue value = default;
            while (JsonNames.Next(ref json, name, out var length))
            {
                switch (name[..length])
                {
                    case "key": key = JsonSpanReader.ReadText(ref json); break;
                    case "value": value = ReadValue(ref json, nesting); break;
                    default: json.Skip(); break;
                }
            }

            entries.Add(KeyValuePair.Create(key, value));
        }

        return entries;
    }

    private static AttributeValue ReadValue(ref Utf8JsonReader json, int nesting)
    {
        if (nesting > MaxNesting)
            throw new FormatException($"Attributes are nested more than {MaxNesting} deep.");
        JsonNames.Begin(ref json);
        AttributeValue value = default;
        Span<char> name = stackalloc char[JsonNames.MaxLength];
        while (JsonNames.Next(ref json, name, out var length))
        {
            switch (name[..length])
            {
                case "stringvalue" or "bytesvalue": value = JsonSpanReader.ReadText(ref json); break;
                case "boolvalue": value = ReadBoolean(ref json); break;
                case "intvalue": value = ReadInt64(ref json); break;
                case "doublevalue": value = ReadDouble(ref json); break;
                case "arrayvalue": value = ReadList(ref json, nesting + 1); break;
                case "kvlistvalue": value = ReadMap(ref json, nesting + 1); break;
                default: json.Skip(); break;
            }
        }

        return value;
    }

    private static bool ReadBoolean(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw new FormatException("A boolValue is neither true nor false."),
    };

    private static long ReadInt64(ref Utf8JsonReader json) =>
        long.TryParse(JsonSpanReader.ReadText(ref json), NumberStyles.AllowLeadingSign | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException("An intValue is not a 64-bit integer.");

    private static double ReadDouble(ref Utf8JsonReader json) => JsonSpanReader.ReadText(ref json) switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        var text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException("A doubleValue is not a number."),
    };

    private static AttributeValue ReadList(ref Utf8JsonReader json, int nesting)
    {
        JsonNames.Begin(ref json);
        var values = new List<AttributeValue>();
        Span<char> name = stackalloc char[JsonNames.MaxLength];
        while (JsonNames.Next(ref json, name, out var length))
        {
            if (name[..length] is not "values" || json.TokenType != JsonTokenType.StartArray)
            {
                json.Skip();
                continue;
            }

            // A null in a list is an empty value, so that the others keep their positions.
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                values.Add(json.TokenType == JsonTokenType.Null ? default : ReadValue(ref json, nesting));
        }

        return AttributeValue.From(values);
    }

    private static AttributeValue ReadMap(ref Utf8JsonReader json, int nesting)
    {
        JsonNames.Begin(ref json);
        var entries = new List<KeyValuePair<string, AttributeValue>>();
        Span<char> name = stackalloc char[JsonNames.MaxLength];
        while (JsonNames.Next(ref json, name, out var length))
        {
            if (name[..length] is "values")
                entries = ReadEntries(ref json, nesting);
            else
                json.Skip();
        }

        return AttributeValue.From(AttributeMap.From(entries));
    }
}
