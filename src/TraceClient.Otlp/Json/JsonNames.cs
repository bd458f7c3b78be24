namespace TraceClient.Otlp;

/// <summary>Reads the members of objects and the items of arrays.</summary>
/// <remarks>Names are compared in lower case without underscores, so camelCase and snake_case are equal.</remarks>
internal static class JsonNames
{
    public const int MaxLength = 40;

    /// <summary>Throws if the value is not an object.</summary>
    public static void Begin(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
            throw new FormatException("A value is not an object.");
    }

    /// <summary>Throws if the value is not an array.</summary>
    public static void BeginList(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
            throw new FormatException("A value is not an array.");
    }

    /// <summary>Moves to the value of the next member that is not null.</summary>
    /// <param name="json">At the object's start or at the end of its last value.</param>
    /// <param name="name">The buffer for the name.</param>
    /// <param name="length">The name's length; 0 for a name that is longer than any known one.</param>
    /// <returns>False at the object's end.</returns>
    public static bool Next(ref Utf8JsonReader json, scoped Span<char> name, out int length)
    {
        length = 0;
        while (true)
        {
            if (!json.Read() || json.TokenType == JsonTokenType.EndObject)
                return false;
            length = Normalize(ref json, name);
            json.Read();
            if (json.TokenType != JsonTokenType.Null)
                return true;
        }
    }

    /// <summary>Moves to the next item of an array that is not null.</summary>
    /// <param name="json">At the array's start or at the end of its last item.</param>
    /// <returns>False at the array's end.</returns>
    public static bool NextItem(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType == JsonTokenType.StartObject)
                return true;
            if (json.TokenType != JsonTokenType.Null)
                throw new FormatException("A value is not an object.");
        }

        return false;
    }

    /// <summary>Normalizes the current name for comparison.</summary>
    public static int Normalize(ref Utf8JsonReader json, scoped Span<char> name)
    {
        if (json.ValueIsEscaped)
            return 0;
        var length = 0;
        foreach (var letter in json.ValueSpan)
        {
            if (letter == '_')
                continue;
            if (length == name.Length)
                return 0;
            name[length++] = char.ToLowerInvariant((char)letter);
        }

        return length;
    }
}
