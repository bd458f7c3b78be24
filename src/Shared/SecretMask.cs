using Unit = (int Value, int Start, int End);

namespace TraceClient.Http;

/// <summary>
/// Masks a secret in a text, whole or in part, in the forms in which services repeat it: as it is, escaped for JSON, an address or HTML,
/// as hex, and as base64 or base64url.
/// </summary>
/// <remarks>
/// A reading of the text is a list of units, bytes or digits, with the characters that each comes from. A window of bits moves over it and
/// is found among the parts of the secret: the time is linear in the length of the text, and nothing needs to say where a secret begins.
/// </remarks>
internal sealed partial class SecretMask
{
    /// <summary>The text that stands in for a secret.</summary>
    public const string Mask = "***";

    /// <summary>The length from which on a part of a secret is masked. A shorter secret is masked as a whole.</summary>
    private const int PartLength = 12;

    // Shorter "tokens" are placeholders; to mask them would tear holes into any text.
    private const int ShortestSecret = 4;

    // A long secret is found in either case, and with blanks between its letters; a short one would be found so in many an ordinary text.
    private static readonly UInt128 CaseBits = new(0x20202020, 0x2020202020202020);

    // Weak, so that the parts of a secret live no longer than the secret.
    private static readonly ConditionalWeakTable<string, SecretMask> Known = [];

    private readonly HashSet<UInt128> _parts;
    private readonly int _length;
    private readonly bool _isLong;

    private SecretMask(string secret)
    {
        var bytes = Utf8(secret, unescape: false);
        _isLong = bytes.Count(item => !IsBlank(item) && item.Value != '\\') >= PartLength;
        _length = _isLong ? PartLength : bytes.Count(item => item.Value != '\\');

        // In base64 and in hex its blanks and backslashes are in place.
        _parts = _length < ShortestSecret ? [] : [.. Windows(Plain(bytes), 8).Concat(Windows(bytes, 8)).Select(window => window.Part)];
    }

    /// <summary>Masks a secret in a text.</summary>
    public static string Apply(string text, string secret) =>
        secret.Length < ShortestSecret ? text : Known.GetValue(secret, static secret => new SecretMask(secret)).Apply(text);

    private string Apply(string text)
    {
        var isSecret = new bool[text.Length];
        Find(Utf8(text, unescape: false), isSecret);
        if (text.AsSpan().ContainsAny('\\', '%', '&'))
            Find(Utf8(text, unescape: true), isSecret);
        if (!isSecret.Contains(true))
            return text;

        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (!isSecret[i])
                result.Append(text[i]);
            else if (i == 0 || !isSecret[i - 1])
                result.Append(Mask);
        }

        return result.ToString();
    }

    private void Find(List<Unit> text, bool[] isSecret)
    {
        foreach (var (part, start, end) in Windows(Plain(text), 8).Concat(Windows(Hex(text), 4)).Concat(Windows(Base64(text), 6)))
        {
            if (_parts.Contains(part))
                isSecret.AsSpan(start, end - start).Fill(true);
        }
    }

    /// <summary>Gets each run of units that has the length of a part. A unit below 0 separates two runs.</summary>
    private IEnumerable<(UInt128 Part, int Start, int End)> Windows(List<Unit> units, int bitsOfUnit)
    {
        var bitsOfPart = 8 * _length;
        var (mask, caseBits) = ((UInt128.One << bitsOfPart) - 1, _isLong ? CaseBits : 0);
        var (window, bits) = (UInt128.Zero, 0);
        for (var i = 0; i < units.Count; i++)
        {
            (window, bits) = units[i].Value is >= 0 and var value ? ((window << bitsOfUnit) | (uint)value, bits + bitsOfUnit) : default;

            // A byte ends with a unit, or within one of base64.
            for (var behind = 0; behind <= (bitsOfUnit == 6 ? 4 : 0) && bits >= bitsOfPart + behind; behind += 2)
                yield return (
                    ((window >> behind) & mask) | caseBits, units[i - ((bitsOfPart + behind - 1) / bitsOfUnit)].Start, units[i].End);
        }
    }

    // Backslashes come and go with each level of JSON.
    private List<Unit> Plain(List<Unit> text) => [.. text.Where(item => item.Value != '\\' && !(_isLong && IsBlank(item)))];

    // Whatever stands between two digits is a separator, except letters: "4a:4b", "4A-4B", "0x4a, 0x4b".
    private static List<Unit> Hex(List<Unit> text)
    {
        bool IsX(int i) => i < text.Count && text[i].Value is 'x' or 'X';
        var digits = text.Where((item, i) => char.IsAsciiLetterOrDigit((char)item.Value) && !IsX(i) && !(item.Value == '0' && IsX(i + 1)));
        return [.. digits.Select(
            item => item with { Value = "0123456789abcdef".IndexOf((char)item.Value, StringComparison.OrdinalIgnoreCase) })];
    }

    private static List<Unit> Base64(List<Unit> text) =>
        [.. text.Where(item => !IsBlank(item) && item.Value != '\\').Select(item => item with { Value = Base64Value((char)item.Value) })];

    private static int Base64Value(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '+' or '-' => 62,
        '/' or '_' => 63,
        _ => -1,
    };

    private static bool IsBlank(Unit item) => item.Value is ' ' or (>= '\t' and <= '\r');

    /// <summary>Reads a text as UTF-8.</summary>
    /// <param name="text">The text.</param>
    /// <param name="unescape">True to decode what is escaped for JSON, in JSON within JSON too, for an address or for HTML.</param>
    private static List<Unit> Utf8(string text, bool unescape)
    {
        var bytes = new List<Unit>(text.Length);
        Span<byte> utf8 = stackalloc byte[4];
        for (int i = 0, length; i < text.Length; i += length)
        {
            var escape = unescape && text[i] is '\\' or '%' or '&' ? Escape().Match(text, i) : Match.Empty;
            length = escape.Success ? escape.Length : char.IsSurrogatePair(text, i) ? 2 : 1;
            foreach (var value in escape.Success ? Unescape(escape.Value) : utf8[..Encoding.UTF8.GetBytes(text.AsSpan(i, length), utf8)])
                bytes.Add((value, i, i + length));
        }

        return bytes;
    }

    private static byte[] Unescape(string escape) => escape[0] switch
    {
        '%' => [byte.Parse(escape.AsSpan(escape.Length - 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)],
        '&' => Encoding.UTF8.GetBytes(WebUtility.HtmlDecode(escape)),
        _ => Encoding.UTF8.GetBytes(Regex.Unescape('\\' + escape.TrimStart('\\'))),
    };

    // An address within an address has %25 in the place of %. A match is so short that it needs no time limit.
    [GeneratedRegex(@"\G(\\{1,8}(u[0-9A-Fa-f]{4}|[nrtf])|%(25)?[0-9A-Fa-f]{2}|&#?[0-9A-Za-z]{1,8};)", Redaction.Options, Timeout.Infinite)]
    private static partial Regex Escape();
}
