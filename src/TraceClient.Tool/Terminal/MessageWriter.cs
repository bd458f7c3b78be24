namespace TraceClient.Tool;

/// <summary>Writes information and warnings to standard error.</summary>
internal sealed class MessageWriter(Screen screen, bool isQuiet)
{
    public Screen Screen { get; } = screen;

    public bool IsQuiet { get; } = isQuiet;

    public void Info(string text)
    {
        if (!IsQuiet)
            Screen.Line((TokenMask.OfUserInfo(text), Styles.Dim));
    }

    public void Warn(string text)
    {
        if (!IsQuiet)
            Screen.Line(("warning: ", Styles.Warning), (TokenMask.OfUserInfo(text), Styles.Plain));
    }
}
