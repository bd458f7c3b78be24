using Spectre.Console;

namespace TraceClient.Tool;

/// <summary>Truncates and pads text by its width in terminal cells.</summary>
internal static class CellText
{
    /// <summary>Truncates a text with an ellipsis, without splitting a character.</summary>
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

    /// <summary>Pads a text with spaces on the right.</summary>
    public static string Pad(string text, int width) => text + new string(' ', Math.Max(0, width - text.GetCellWidth()));
}
