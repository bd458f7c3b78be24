namespace TraceClient.PostgreSql;

/// <summary>Makes any text one that PostgreSQL can store, and back. Different texts stay different.</summary>
/// <remarks>
/// PostgreSQL stores neither NUL nor half a surrogate pair. They become a mark and characters of the private use area, and the mark itself
/// is doubled. All other texts, that is nearly all, stay as they are.
/// </remarks>
internal static class PostgreSqlText
{
    // Above this size an index refuses a key.
    private const int MaxKeyBytes = 1000;
    private const int KeptOfLongKey = 200;
    private const char Mark = '\uE000';
    private const char Null = '\uE001';
    private const char HashMark = '\uE002';
    private const char High = '\uE100';
    private const char Low = '\uE200';
    private const int LowBits = 6;

    private static readonly SearchValues<char> Special = SearchValues.Create(
        [Mark, '\0', .. Enumerable.Range('\uD800', 0x800).Select(c => (char)c)]);

    /// <summary>Returns a text that PostgreSQL can store.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Escape(string? text)
    {
        if (text is null || !text.AsSpan().ContainsAny(Special))
            return text;
        var escaped = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == Mark)
                escaped.Append(Mark).Append(Mark);
            else if (c == '\0')
                escaped.Append(Mark).Append(Null);
            else if (!char.IsSurrogate(c))
                escaped.Append(c);
            else if (i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1]))
                escaped.Append(c).Append(text[++i]);
            else
                escaped.Append(Mark).Append((char)(High + ((c - '\uD800') >> LowBits))).Append((char)(Low + ((c - '\uD800') & 63)));
        }

        return escaped.ToString();
    }

    /// <summary>Returns the text of which <see cref="Escape"/> made another one.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Unescape(string? text)
    {
        if (text is null || !text.Contains(Mark, StringComparison.Ordinal))
            return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != Mark || i + 1 == text.Length)
            {
                plain.Append(text[i]);
                continue;
            }

            var next = text[++i];
            if (next == Null)
                plain.Append('\0');
            else if (next == Mark || i + 1 == text.Length)
                plain.Append(next);
            else
                plain.Append((char)('\uD800' + ((next - High) << LowBits) + (text[++i] - Low)));
        }

        return plain.ToString();
    }

    /// <summary>Returns a text that an index can hold: of a long one the beginning and its hash.</summary>
    public static string ToKey(string text)
    {
        var escaped = Escape(text);
        if (escaped.Length <= MaxKeyBytes / 3 || Encoding.UTF8.GetByteCount(escaped) <= MaxKeyBytes)
            return escaped;
        var hash = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(escaped)));
        var kept = char.IsHighSurrogate(escaped[KeptOfLongKey - 1]) ? KeptOfLongKey - 1 : KeptOfLongKey;
        return $"{escaped.AsSpan(0, kept)}{Mark}{HashMark}{hash}";
    }
}
