namespace TraceClient.Http;

/// <summary>Cuts a text without cutting a character in two.</summary>
internal static class Excerpt
{
    /// <summary>The text in one line of at most <paramref name="length"/> characters, with … where something is left out.</summary>
    public static string Of(string text, int length)
    {
        text = text.ReplaceLineEndings(" ").Trim();
        return text.Length <= length ? text : string.Concat(text.AsSpan(0, Whole(text, length - 1)), "…");
    }

    /// <summary>As much of the text as <paramref name="bytes"/> bytes of UTF-8 hold.</summary>
    public static string OfBytes(string text, int bytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= bytes)
            return text;

        Span<byte> room = new byte[bytes];
        Encoding.UTF8.GetEncoder().Convert(text, room, flush: false, out var taken, out _, out _);
        return text[..Whole(text, taken)];
    }

    private static int Whole(string text, int length) => length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
}
