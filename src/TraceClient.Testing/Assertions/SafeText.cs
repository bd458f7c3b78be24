namespace TraceClient.Testing;

/// <summary>Makes text of a trace fit for an exception: without tokens and e-mail addresses, on one line, cut.</summary>
internal static class SafeText
{
    // Redaction reads the text once for each pattern, and only the beginning is shown.
    private const int MaxRead = 4096;

    /// <summary>Returns the text with visible replacements for control characters.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">The maximum number of characters.</param>
    public static string Of(string text, int length)
    {
        var redacted = Redaction.Text(text.Length > MaxRead ? text[..MaxRead] : text);
        return Excerpt.Of(string.Create(redacted.Length, redacted, static (target, from) =>
        {
            for (var i = 0; i < target.Length; i++)
                target[i] = Visible(from, i);
        }), length);
    }

    private static char Visible(string text, int index) => text[index] switch
    {
        < ' ' and var control => (char)('\u2400' + control),
        '\x7f' => '\u2421',
        // Line separators, and characters that reorder the text beside them.
        (>= '\x80' and < '\xa0') or '\u061c' or '\u200e' or '\u200f' or (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069')
            or '\ufeff' or '\ufffe' or '\uffff' => '\ufffd',
        var half when char.IsSurrogate(half) && !IsPaired(text, index) => '\ufffd',
        var character => character,
    };

    private static bool IsPaired(string text, int index) => char.IsHighSurrogate(text[index])
        ? index + 1 < text.Length && char.IsLowSurrogate(text[index + 1])
        : index > 0 && char.IsHighSurrogate(text[index - 1]);
}
