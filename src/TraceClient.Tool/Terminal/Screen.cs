using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace TraceClient.Tool;

/// <summary>A console of a known width, in colour or not.</summary>
internal sealed class Screen
{
    private const int WidthOfFile = 120;
    private readonly TextWriter _writer;

    private Screen(TextWriter writer, bool isTerminal, bool isPlain)
    {
        _writer = writer;
        IsTerminal = isTerminal;
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal && !isPlain ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal && !isPlain ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        Console.Profile.Width = Width = WidthOf(isTerminal);
        Console.Profile.Capabilities.Unicode = true;
    }

    public IAnsiConsole Console { get; }

    public bool IsTerminal { get; }

    /// <summary>Columns: the terminal's, else those of the environment variable COLUMNS, else 120.</summary>
    public int Width { get; }

    public static Screen OfOutput(StandardStreams streams, bool noColor) => new(streams.Out, streams.IsTerminal, noColor || IsColorUnwanted);

    public static Screen OfError(StandardStreams streams, bool noColor) => new(streams.Error, streams.IsErrorTerminal, noColor || IsColorUnwanted);

    private static bool IsColorUnwanted =>
        Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } || Environment.GetEnvironmentVariable("TERM") == "dumb";

    public void Write(IRenderable content) => Console.Write(content);

    /// <summary>A line in pieces, each with its style; a line that is too long is not broken.</summary>
    public void Line(params IEnumerable<(string Text, Style Style)> pieces)
    {
        foreach (var (text, style) in pieces)
            Piece(TerminalText.OneLine(text), style);
        _writer.WriteLine();
    }

    public void Line(string text = "") => Line((text, Style.Plain));

    // The console breaks lines at its width; what is fitted already must not be broken again.
    private void Piece(string text, Style style)
    {
        if (text.Length == 0)
            return;
        var width = Console.Profile.Width;
        Console.Profile.Width = int.MaxValue;
        Console.Write(new Text(text, style));
        Console.Profile.Width = width;
    }

    private static int WidthOf(bool isTerminal)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns) && columns >= 20)
            return columns;
        return isTerminal && System.Console.WindowWidth > 0 ? System.Console.WindowWidth : WidthOfFile;
    }
}
