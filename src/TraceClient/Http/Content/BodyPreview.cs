namespace TraceClient.Http;

/// <summary>The first bytes of a body, kept for an exception, with the content of its strings masked.</summary>
internal sealed class BodyPreview
{
    private const int Capacity = 64;
    private const int LongestWord = 24;
    private const char Mask = '…';

    private static readonly SearchValues<char> NumberParts = SearchValues.Create("+-.0123456789eE");

    // What addresses and tokens have and words have not: the cut after the last byte may leave a part of one.
    private static readonly SearchValues<char> NoWordParts = SearchValues.Create("@0123456789+_~%");

    private readonly byte[] _bytes = new byte[Capacity];
    private int _length;

    private enum Place
    {
        Outside,
        String,
        Escape,
    }

    public bool IsEmpty => _length == 0;

    /// <summary>True when the body starts with a byte order mark, which is no part of the JSON.</summary>
    public bool HasByteOrderMark => _bytes.AsSpan(0, _length).StartsWith("\uFEFF"u8);

    /// <summary>The first byte that is neither white space nor the byte order mark; 0 when there is none within the first bytes.</summary>
    public byte FirstByte
    {
        get
        {
            var text = _bytes.AsSpan(0, _length);
            text = HasByteOrderMark ? text[3..] : text;
            var index = text.IndexOfAnyExcept(" \t\r\n"u8);
            return index < 0 ? (byte)0 : text[index];
        }
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var taken = bytes[..Math.Min(bytes.Length, Capacity - _length)];
        taken.CopyTo(_bytes.AsSpan(_length));
        _length += taken.Length;
    }

    /// <summary>The text with the content of each string as one mask; null when nothing was read.</summary>
    /// <param name="redact">Takes known secrets out of the text first.</param>
    public string? ToMaskedText(Func<string, string> redact)
    {
        if (IsEmpty)
        {
            return null;
        }

        var text = redact(Encoding.UTF8.GetString(_bytes, HasByteOrderMark ? 3 : 0, HasByteOrderMark ? _length - 3 : _length));
        var isJson = FormatErrors.StartsJson(FirstByte);
        var masked = new StringBuilder(text.Length);
        var place = Place.Outside;
        var word = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (place is Place.Outside && IsWordPart(c))
            {
                continue;
            }

            if (place is Place.Outside)
            {
                AddWord(masked, text.AsSpan(word, i - word), isJson);
                masked.Append(char.IsControl(c) ? ' ' : c);
            }
            else if (place is Place.String && c == '"')
            {
                masked.Append(Mask).Append(c);
            }

            place = Next(place, c);
            word = i + 1;
        }

        if (place is Place.Outside)
        {
            AddWord(masked, text.AsSpan(word), isJson);
        }
        else
        {
            masked.Append(Mask);
        }

        return masked.ToString();
    }

    private static Place Next(Place place, char c) => (place, c) switch
    {
        (Place.Outside, '"') => Place.String,
        (Place.Outside, _) => Place.Outside,
        (Place.String, '"') => Place.Outside,
        (Place.String, '\\') => Place.Escape,
        _ => Place.String,
    };

    private static bool IsWordPart(char c) => !char.IsWhiteSpace(c) && !char.IsControl(c) && !"{}[]:,\"<>=;()&".Contains(c, StringComparison.Ordinal);

    /// <summary>Adds a run of characters outside a string: literals and numbers of JSON, words of a text that cannot be a name or a token.</summary>
    private static void AddWord(StringBuilder masked, ReadOnlySpan<char> word, bool isJson)
    {
        var shown = isJson
            ? word is "true" or "false" or "null" || IsNumber(word)
            : word.Length < LongestWord && !word.ContainsAny(NoWordParts);
        if (shown)
        {
            masked.Append(word);
        }
        else if (!word.IsEmpty)
        {
            masked.Append(Mask);
        }
    }

    private static bool IsNumber(ReadOnlySpan<char> word) => !word.ContainsAnyExcept(NumberParts);
}
