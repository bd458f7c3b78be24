using Spectre.Console;

namespace TraceClient.Tool;

/// <summary>Writes a title and labeled values.</summary>
internal sealed class PropertyList(Screen screen)
{
    private const int LabelWidth = 10;

    public void Title(string text) => screen.Line((text, Styles.Heading));

    /// <summary>Writes a value, unless it is null.</summary>
    public void Add(string label, string? value) => Add(label, value, Styles.Plain);

    public void Add(string label, string? value, Style style)
    {
        if (value is not null)
            screen.Line(($"  {label.PadRight(LabelWidth)} ", Styles.Dim), (value, style));
    }

    /// <summary>Writes a label and indented lines.</summary>
    public void AddLines(string label, IEnumerable<string> lines)
    {
        screen.Line(($"  {label}", Styles.Dim));
        foreach (var line in lines)
            screen.Line(($"    {line}", Styles.Plain));
    }
}
