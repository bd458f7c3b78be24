namespace TraceClient.Testing;

internal static class JsonArray
{
    /// <summary>Splits a JSON array into its elements, each with its original bytes.</summary>
    /// <exception cref="ArgumentException">The bytes are not a JSON array.</exception>
    public static List<byte[]> Elements(ReadOnlySpan<byte> json)
    {
        var elements = new List<byte[]>();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            throw new ArgumentException("The text is not a JSON array.", nameof(json));
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            elements.Add(json[start..(int)reader.BytesConsumed].ToArray());
        }

        return elements;
    }
}
