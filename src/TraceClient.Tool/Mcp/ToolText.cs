using TraceClient.Http;

namespace TraceClient.Tool;

/// <summary>Prepares text of traces for a model: secrets are masked, control characters visible, and what is left out is stated.</summary>
internal static class ToolText
{
    /// <summary>The start of each line of a value that a trace contains, so that no value can be taken for the text around it.</summary>
    public const string DataPrefix = "| ";

    /// <summary>The length of the longest mark of a cut, with numbers of 9 digits.</summary>
    public const int MarkLength = 40;

    /// <summary>Returns a text on one line, truncated.</summary>
    public static string Of(string? text, int maxChars) => Cut(TerminalText.OneLine(Mask(text ?? "")), maxChars);

    /// <summary>Returns a name in quotation marks, which the name cannot end.</summary>
    public static string Quoted(string name, int maxChars) => $"\"{Cut(Escaped(TerminalText.OneLine(Mask(name))), maxChars)}\"";

    /// <summary>Returns a text of any length in which values shaped like tokens and e-mail addresses are masked.</summary>
    public static string Mask(string text) => Redaction.Text(text);

    /// <summary>Returns the lines of a value with masked secrets, as the offsets of a truncated value count them.</summary>
    public static string Lines(string text) => TerminalText.Lines(Mask(text));

    /// <summary>Truncates a text, and states how much is missing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxChars">The maximum length with the mark of the cut.</param>
    public static string Cut(string text, int maxChars)
    {
        if (text.Length <= maxChars)
            return text;
        var kept = StartOf(text, Math.Max(0, maxChars - (MarkLength / 2)));
        return string.Create(CultureInfo.InvariantCulture, $"{text[..kept]}…(+{text.Length - kept} chars)");
    }

    /// <summary>Returns each line of a value with <see cref="DataPrefix"/>.</summary>
    public static string Quote(string lines, string indent = "") =>
        $"{indent}{DataPrefix}{lines.Replace("\n", $"\n{indent}{DataPrefix}", StringComparison.Ordinal)}";

    /// <summary>Returns an index, or the one before it within a pair of surrogates, which is not split.</summary>
    public static int StartOf(string text, int index) =>
        index > 0 && index < text.Length && char.IsLowSurrogate(text[index]) && char.IsHighSurrogate(text[index - 1]) ? index - 1 : index;

    private static string Escaped(string text) => text.AsSpan().ContainsAny('"', '\\')
        ? text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        : text;
}

/// <summary>Provides the limits of a response, and shares it among values.</summary>
internal static class ResponseBudget
{
    /// <summary>The smallest budget in characters.</summary>
    public const int Min = 1000;

    /// <summary>The budget that is used without an argument.</summary>
    public const int Default = 8000;

    /// <summary>The largest budget.</summary>
    public const int Max = 32_768;

    /// <summary>Shares a budget evenly: what a short value does not need is left to the longer ones.</summary>
    /// <param name="needs">The length of each value.</param>
    /// <param name="budget">The budget.</param>
    /// <returns>The share of each value; not more than it needs.</returns>
    public static int[] Share(IReadOnlyList<int> needs, int budget)
    {
        var shares = new int[needs.Count];
        var left = Math.Max(0, budget);
        var count = needs.Count;
        foreach (var (need, index) in needs.Select((need, index) => (need, index)).OrderBy(item => item.need))
        {
            shares[index] = Math.Min(need, left / count--);
            left -= shares[index];
        }

        return shares;
    }
}

/// <summary>Builds the text of a response within a budget.</summary>
/// <param name="maxChars">The maximum length.</param>
internal sealed class ResponseText(int maxChars)
{
    // For what is said about the part that did not fit.
    private const int Reserve = 300;
    private readonly StringBuilder _text = new();

    /// <summary>Gets the number of characters that are left for lists and values.</summary>
    public int Left => maxChars - Reserve - _text.Length;

    /// <summary>Gets the number of characters so far.</summary>
    public int Length => _text.Length;

    /// <summary>Adds a line.</summary>
    public ResponseText Line(string line = "")
    {
        _text.Append(line).Append('\n');
        return this;
    }

    /// <summary>Adds a line about what follows, which takes a quarter of the budget at most.</summary>
    public ResponseText Head(string line) => Line(ToolText.Cut(line, maxChars / 4));

    /// <summary>Adds a line, if there is room for it.</summary>
    /// <returns>Whether there was.</returns>
    public bool TryLine(string line)
    {
        if (line.Length + 1 > Left)
            return false;
        Line(line);
        return true;
    }

    /// <summary>Adds as many lines as there is room for.</summary>
    /// <returns>The number of lines that were added.</returns>
    public int Lines(IEnumerable<string> lines) => lines.TakeWhile(TryLine).Count();

    /// <summary>Returns the text. One that is too long is truncated, which is stated.</summary>
    public override string ToString()
    {
        var text = _text.ToString().TrimEnd('\n');
        if (text.Length <= maxChars)
            return text;
        const string Mark = "\n…The end of this response is left out. Raise max_chars.";
        return text[..ToolText.StartOf(text, maxChars - Mark.Length)] + Mark;
    }
}
