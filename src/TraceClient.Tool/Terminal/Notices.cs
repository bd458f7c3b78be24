namespace TraceClient.Tool;

/// <summary>What is said beside the data, on standard error.</summary>
internal sealed class Notices(Screen screen, bool isQuiet)
{
    public Screen Screen { get; } = screen;

    public bool IsQuiet { get; } = isQuiet;

    public void Say(string text)
    {
        if (!IsQuiet)
            Screen.Line((text, Styles.Dim));
    }

    public void Warn(string text)
    {
        if (!IsQuiet)
            Screen.Line(("warning: ", Styles.Warning), (text, Styles.Plain));
    }
}
