namespace TraceClient.Otlp;

/// <summary>Walks members and items. Names are compared in lower case
/// without underscores, so that camelCase and snake_case are one.</summary>
internal static class JsonNames
{
    public const int MaxLength = 40;

    /// <summary>Makes sure that an object begins.</summary>
    public static void Begin(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
            throw new FormatException("There is another value where an object belongs.");
    }

    /// <summary>Makes sure that an array begins.</summary>
    public static void BeginList(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
            throw new FormatException("There is another value where an array belongs.");
    }

    /// <summary>Goes to the value of the next member that is not null.</summary>
    /// <param name="json">At the object's start or at the end of its last value.</param>
    /// <param name="name">Takes the name.</param>
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

    /// <summary>Goes to the next item of an array that is not null.</summary>
    /// <param name="json">At the array's start or at the end of its last item.</param>
    /// <returns>False at the array's end.</returns>
    public static bool NextItem(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType == JsonTokenType.StartObject)
                return true;
            if (json.TokenType != JsonTokenType.Null)
                throw new FormatException("There is another value where an object belongs.");
        }

        return false;
    }

    /// <summary>The current name as it is compared.</summary>
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
