using Spectre.Console;

namespace TraceClient.Tool;

/// <summary>Facts below a title, each with a word before it.</summary>
internal sealed class FactList(Screen screen)
{
    private const int LabelWidth = 10;

    public void Title(string text) => screen.Line((text, Styles.Heading));

    /// <summary>A fact; what is not known is left out.</summary>
    public void Add(string label, string? value) => Add(label, value, Styles.Plain);

    public void Add(string label, string? value, Style style)
    {
        if (value is not null)
            screen.Line(($"  {label.PadRight(LabelWidth)} ", Styles.Dim), (value, style));
    }

    /// <summary>Lines below a label, indented.</summary>
    public void AddLines(string label, IEnumerable<string> lines)
    {
        screen.Line(($"  {label}", Styles.Dim));
        foreach (var line in lines)
            screen.Line(($"    {line}", Styles.Plain));
    }
}
