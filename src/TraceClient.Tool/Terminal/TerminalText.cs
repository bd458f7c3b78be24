namespace TraceClient.Tool;

/// <summary>Replaces control characters in text from sources.</summary>
internal static class TerminalText
{
    // Control characters can move the cursor, set the title or enter text; bidirectional ones reorder the text next to them.
    private static readonly SearchValues<char> Unsafe = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7f, 0x21))
            .Select(code => (char)code), .. "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"]);

    /// <summary>Returns the text on one line, with visible replacements for control characters.</summary>
    public static string OneLine(string text) =>
        text.AsSpan().ContainsAny(Unsafe) ? string.Create(text.Length, text, static (target, from) =>
        {
            for (var i = 0; i < target.Length; i++)
                target[i] = Shown(from[i]);
        }) : text;

    /// <summary>Returns the text with visible replacements for some control characters.</summary>
    public static string VisibleControls(string text, SearchValues<char> controls) => string.Create(text.Length, (text, controls),
        static (target, from) =>
        {
            for (var i = 0; i < target.Length; i++)
                target[i] = from.controls.Contains(from.text[i]) ? Shown(from.text[i]) : from.text[i];
        });

    /// <summary>Returns the text with its line breaks, with visible replacements for other control characters.</summary>
    public static string Lines(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(OneLine));

    private static char Shown(char c) => c switch
    {
        '\n' or '\r' or '\t' or '\u2028' or '\u2029' => ' ',
        < ' ' => (char)('\u2400' + c),
        '\x7f' => '\u2421',
        _ when Unsafe.Contains(c) => '\ufffd',
        _ => c,
    };
}
