namespace TraceClient.Http;

/// <summary>Reads the forms in which a secret stands in a text: as it is, escaped for JSON, an address or HTML, as hex, and as base64 or base64url.</summary>
internal static class SecretForms
{
    private const int MostBackslashes = 8;
    private const int LongestEntity = 10;

    /// <summary>Reads the text itself, as UTF-8.</summary>
    /// <param name="text">The text.</param>
    /// <param name="unescape">True to decode what is escaped for JSON, in JSON within JSON too, for an address or for HTML.</param>
    public static List<DecodedByte> Utf8(string text, bool unescape)
    {
        var bytes = new List<DecodedByte>(text.Length);
        Span<byte> utf8 = stackalloc byte[4];
        for (var i = 0; i < text.Length;)
        {
            var rest = text.AsSpan(i);
            var (length, count) = unescape ? Unescape(rest, utf8) : default;
            if (length == 0)
            {
                Rune.DecodeFromUtf16(rest, out var rune, out length);
                count = Encode(rune, utf8);
            }

            foreach (var value in utf8[..count])
                bytes.Add(new DecodedByte(value, i, i + length));
            i += length;
        }

        return bytes;
    }

    /// <summary>Decodes a text as hex and as base64, from each digit on, since nothing says where a secret begins.</summary>
    public static IEnumerable<List<DecodedByte>> Decode(List<DecodedByte> text)
    {
        var hex = HexDigits(text);
        for (var phase = 0; phase < 2; phase++)
            yield return FromHex(hex, phase);

        var base64 = Base64Digits(text);
        for (var phase = 0; phase < 4; phase++)
            yield return FromBase64(base64, phase);
    }

    /// <summary>Decodes an escaped character at the start of a text.</summary>
    /// <returns>How many characters it has, 0 where nothing is escaped, and how many bytes it stands for.</returns>
    private static (int Length, int Count) Unescape(ReadOnlySpan<char> text, Span<byte> utf8) => text[0] switch
    {
        '\\' => UnescapeJson(text, utf8),
        '%' => UnescapeAddress(text, utf8),
        '&' => UnescapeHtml(text, utf8),
        _ => default,
    };

    private static (int Length, int Count) UnescapeJson(ReadOnlySpan<char> text, Span<byte> utf8)
    {
        var most = text[..Math.Min(text.Length, MostBackslashes)];
        var length = most.IndexOfAnyExcept('\\') is > 0 and var other ? other : most.Length;
        text = text[length..];
        if (text is ['n' or 'r' or 't' or 'f', ..])
            return (length + 1, Encode(new Rune(' '), utf8));
        if (text is ['u', _, _, _, _, ..] && ushort.TryParse(text[1..5], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            return (length + 5, Encode(Rune.TryCreate((char)code, out var rune) ? rune : Rune.ReplacementChar, utf8));
        return (length, 0);
    }

    private static (int Length, int Count) UnescapeAddress(ReadOnlySpan<char> text, Span<byte> utf8)
    {
        // An address within an address has %25 in the place of %.
        var digits = text is ['%', '2', '5', var high, var low, ..] && char.IsAsciiHexDigit(high) && char.IsAsciiHexDigit(low) ? 3 : 1;
        return text.Length >= digits + 2 && byte.TryParse(text.Slice(digits, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out utf8[0])
            ? (digits + 2, 1)
            : default;
    }

    private static (int Length, int Count) UnescapeHtml(ReadOnlySpan<char> text, Span<byte> utf8)
    {
        var length = text[..Math.Min(text.Length, LongestEntity)].IndexOf(';') + 1;
        var decoded = WebUtility.HtmlDecode(text[..length].ToString());
        return decoded.Length is 1 or 2 && Rune.TryGetRuneAt(decoded, 0, out var rune) ? (length, Encode(rune, utf8)) : default;
    }

    private static int Encode(Rune rune, Span<byte> utf8) => (Rune.IsWhiteSpace(rune) ? new Rune(' ') : rune).EncodeToUtf8(utf8);

    // Whatever stands between two digits is a separator, except letters: "4a:4b", "4A-4B", "0x4a, 0x4b".
    private static List<DecodedByte> HexDigits(List<DecodedByte> text)
    {
        var digits = new List<DecodedByte>(text.Count);
        foreach (var item in text)
        {
            var c = (char)item.Value;
            if (char.IsAsciiHexDigit(c))
                digits.Add(item with { Value = char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10 });
            else if (c is 'x' or 'X')
                RemovePrefix(digits, item.Start);
            else if (char.IsAsciiLetter(c))
                digits.Add(DecodedByte.Break);
        }

        return digits;
    }

    // The 0 of 0x.
    private static void RemovePrefix(List<DecodedByte> digits, int end)
    {
        if (digits is [.., { Value: 0 } zero] && zero.End == end)
            digits.RemoveAt(digits.Count - 1);
    }

    private static List<DecodedByte> FromHex(List<DecodedByte> digits, int phase)
    {
        var bytes = new List<DecodedByte>(digits.Count / 2);
        for (var i = phase; i + 1 < digits.Count; i += 2)
            bytes.Add(Join(digits[i], digits[i + 1], (digits[i].Value << 4) | digits[i + 1].Value));
        return bytes;
    }

    private static List<DecodedByte> Base64Digits(List<DecodedByte> text)
    {
        var digits = new List<DecodedByte>(text.Count);
        foreach (var item in text)
        {
            if (!item.IsBlank)
                digits.Add(Base64Value(item.Value) is >= 0 and var value ? item with { Value = value } : DecodedByte.Break);
        }

        return digits;
    }

    private static int Base64Value(int character) => character switch
    {
        >= 'A' and <= 'Z' => character - 'A',
        >= 'a' and <= 'z' => character - 'a' + 26,
        >= '0' and <= '9' => character - '0' + 52,
        '+' or '-' => 62,
        '/' or '_' => 63,
        _ => -1,
    };

    private static List<DecodedByte> FromBase64(List<DecodedByte> digits, int phase)
    {
        var bytes = new List<DecodedByte>(digits.Count);
        for (var i = 0; i + 1 < digits.Count; i++)
        {
            // Four digits are three bytes: of the pairs of neighbours one in four has no byte.
            var place = (i + phase) % 4;
            var (left, right) = (digits[i], digits[i + 1]);
            if (place < 3)
                bytes.Add(Join(left, right, ((left.Value << (2 + (2 * place))) | (right.Value >> (4 - (2 * place)))) & 0xFF));
        }

        return bytes;
    }

    private static DecodedByte Join(DecodedByte left, DecodedByte right, int value) =>
        left.IsBreak || right.IsBreak ? DecodedByte.Break : new DecodedByte(value, left.Start, right.End);
}

/// <summary>Represents a byte that a text stands for, and the characters that it comes from.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DecodedByte(int Value, int Start, int End)
{
    /// <summary>Gets what separates two runs of bytes.</summary>
    public static DecodedByte Break => new(-1, 0, 0);

    public bool IsBreak => Value < 0;

    public bool IsBlank => Value is ' ' or (>= '\t' and <= '\r');
}
