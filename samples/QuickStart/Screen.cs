namespace QuickStart;

/// <summary>Writes lines, in colour where there is a terminal.</summary>
internal sealed class Screen(TextWriter writer, bool withColour)
{
    public void Line(string text = "") => writer.WriteLine(text);

    public void Heading(string text)
    {
        writer.WriteLine();
        writer.WriteLine(Paint("1", text));
    }

    public string Dim(string text) => Paint("2", text);

    public string Good(string text) => Paint("32", text);

    public string Bad(string text) => Paint("31", text);

    public string Warn(string text) => Paint("33", text);

    public string Accent(string text) => Paint("36", text);

    private string Paint(string code, string text) => withColour && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}
