namespace TraceClient.Http;

/// <summary>Masks a secret in a text, whole or in part, in each form that <see cref="SecretForms"/> reads.</summary>
/// <remarks>Each window of decoded bytes is looked up among the parts of the secret: the time is linear in the length of the text.</remarks>
internal sealed class SecretMask
{
    /// <summary>The text that stands in for a secret.</summary>
    public const string Mask = "***";

    /// <summary>The length from which on a part of a secret is masked. A shorter secret is masked as a whole.</summary>
    private const int PartLength = 12;

    // Shorter "tokens" are placeholders; to mask them would tear holes into any text.
    private const int ShortestSecret = 4;

    // Weak, so that the parts of a secret live no longer than the secret.
    private static readonly ConditionalWeakTable<string, SecretMask> Known = [];

    private readonly HashSet<UInt128> _parts = [];
    private readonly int _length;
    private readonly bool _isLong = true;

    private SecretMask(string secret)
    {
        var bytes = Relevant(SecretForms.Utf8(secret, unescape: false));
        if (bytes.Count < PartLength)
        {
            // With blanks between its letters or in another case it is found in many an ordinary text.
            _isLong = false;
            bytes = Relevant(SecretForms.Utf8(secret, unescape: false));
        }

        _length = Math.Min(bytes.Count, PartLength);
        if (_length >= ShortestSecret)
            _parts = [.. Windows(bytes).Select(window => window.Bytes)];
    }

    /// <summary>Masks a secret in a text.</summary>
    public static string Apply(string text, string secret) =>
        secret.Length < ShortestSecret ? text : Known.GetValue(secret, static secret => new SecretMask(secret)).Apply(text);

    private string Apply(string text)
    {
        if (text.Length < _length || _parts.Count == 0)
            return text;

        var found = new Ranges(text);
        Find(SecretForms.Utf8(text, unescape: false), found);
        if (text.AsSpan().ContainsAny('\\', '%', '&'))
            Find(SecretForms.Utf8(text, unescape: true), found);
        return found.Replace(Mask);
    }

    private void Find(List<DecodedByte> text, Ranges found)
    {
        text = Relevant(text);
        foreach (var bytes in SecretForms.Decode(text).Select(Relevant).Prepend(text))
        {
            foreach (var (window, start, end) in Windows(bytes))
            {
                if (_parts.Contains(window))
                    found.Add(start, end);
            }
        }
    }

    // Backslashes come and go with each level of JSON.
    private List<DecodedByte> Relevant(List<DecodedByte> bytes) =>
        [.. bytes.Where(item => item.Value != '\\' && !(_isLong && item.IsBlank))];

    /// <summary>Gets each run of bytes that has the length of a part.</summary>
    private IEnumerable<(UInt128 Bytes, int Start, int End)> Windows(List<DecodedByte> bytes)
    {
        var mask = (UInt128.One << (8 * _length)) - 1;
        var window = UInt128.Zero;
        var count = 0;
        for (var i = 0; i < bytes.Count; i++)
        {
            if (bytes[i].IsBreak)
            {
                count = 0;
                continue;
            }

            window = ((window << 8) | (byte)Fold(bytes[i].Value)) & mask;
            if (++count >= _length)
                yield return (window, bytes[i - _length + 1].Start, bytes[i].End);
        }
    }

    private int Fold(int value) => _isLong && value is >= 'A' and <= 'Z' ? value | 0x20 : value;

    /// <summary>Collects ranges of a text, which may overlap.</summary>
    private sealed class Ranges(string text)
    {
        private int[]? _changes;

        public void Add(int start, int end)
        {
            _changes ??= new int[text.Length + 1];
            _changes[start]++;
            _changes[end]--;
        }

        public string Replace(string mask)
        {
            if (_changes is null)
                return text;

            var result = new StringBuilder(text.Length);
            var depth = 0;
            for (var i = 0; i < text.Length; i++)
            {
                var isInside = depth > 0;
                depth += _changes[i];
                if (depth == 0)
                    result.Append(text[i]);
                else if (!isInside)
                    result.Append(mask);
            }

            return result.ToString();
        }
    }
}
