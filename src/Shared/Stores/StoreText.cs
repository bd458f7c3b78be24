namespace TraceClient.Stores;

/// <summary>Makes any text one that a database can store and search, and back.</summary>
/// <remarks>
/// Databases store neither half a surrogate pair nor, everywhere, NUL. They become a mark and characters of the private use area, and the
/// mark itself is doubled: different texts stay different. All other texts, that is nearly all, stay as they are.
/// </remarks>
internal static class StoreText
{
    private const char Mark = '\uE000';
    private const char Null = '\uE001';
    private const char HashMark = '\uE002';
    private const char High = '\uE100';
    private const char Low = '\uE200';
    private const int LowBits = 6;

    private static readonly SearchValues<char> Special = SearchValues.Create(
        [Mark, '\0', .. Enumerable.Range('\uD800', 0x800).Select(c => (char)c)]);

    /// <summary>Gets what stands between the beginning of a text and the hash of all of it. No text that was stored has it.</summary>
    public static string BeforeHash { get; } = $"{Mark}{HashMark}";

    /// <summary>Returns a text that a database can store.</summary>
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

    /// <summary>Returns a text such that texts that are equal in any case are equal.</summary>
    public static string ToUpper(string text) => text.ToUpperInvariant();

    /// <summary>Returns types such that <see cref="TypeOf"/> is part of them.</summary>
    public static string TypesOf(IEnumerable<SpanType> types) => string.Concat(types.Select(TypeOf));

    public static string TypeOf(SpanType type) => $"|{type.Value}|";
}
