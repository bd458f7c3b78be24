using Spectre.Console;

namespace TraceClient.Tool;

/// <summary>Text measured in columns of a terminal.</summary>
internal static class CellText
{
    /// <summary>The text, cut with an ellipsis where it is wider; no character is cut in two.</summary>
    public static string Cut(string text, int width)
    {
        if (text.GetCellWidth() <= width)
            return text;
        var taken = 0;
        var end = 0;
        foreach (var start in StringInfo.ParseCombiningCharacters(text))
        {
            var element = StringInfo.GetNextTextElement(text, start);
            var cells = element.GetCellWidth();
            if (taken + cells > width - 1)
                break;
            taken += cells;
            end = start + element.Length;
        }

        return $"{text[..end]}…";
    }

    /// <summary>The text with blanks behind it up to a width.</summary>
    public static string Pad(string text, int width) => text + new string(' ', Math.Max(0, width - text.GetCellWidth()));
}
