namespace TraceClient.Http;

/// <summary>The first bytes of a body, kept for an exception, with the content of its strings masked.</summary>
internal sealed partial class BodyPreview
{
    private const int Capacity = 64;
    private const int LongestWord = 24;
    private const int TimeoutMilliseconds = 1000;

    private readonly byte[] _bytes = new byte[Capacity];
    private int _length;

    public bool IsEmpty => _length == 0;

    public static bool StartsJson(char first) => first is '{' or '[' or '"' or '-' or 't' or 'f' or 'n' or (>= '0' and <= '9');

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
            return null;
        var text = LimitedBody.AsText(_bytes.AsSpan(0, _length));
        var isJson = text.AsSpan().TrimStart(" \t\r\n") is [var first, ..] && StartsJson(first);
        return Part().Replace(redact(text), part => part.Value[0] switch
        {
            '"' => part.Groups["end"].Success ? "\"…\"" : "\"…",
            var c when char.IsControl(c) => " ",
            _ when isJson && JsonWord().IsMatch(part.Value) => part.Value,
            _ when !isJson && part.Length < LongestWord && !NoWord().IsMatch(part.Value) => part.Value,
            _ => "…",
        });
    }

    /// <summary>A string, which the cut after the last byte may have ended, a control character or a run of other characters.</summary>
    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*(?:(?<end>")|\\?\z)|\p{Cc}|[^\s\p{Cc}{}[\]:,"<>=;()&]+
        """, RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex Part();

    [GeneratedRegex("^(?:true|false|null|[-+.0-9eE]+)$", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex JsonWord();

    /// <summary>What addresses and tokens have and words have not: the cut may leave a part of one.</summary>
    [GeneratedRegex("[@0-9+_~%]", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex NoWord();
}
