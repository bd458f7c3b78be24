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
        var isColored = !isPlain && (isTerminal || IsColorForced);
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = !isColored ? AnsiSupport.No : isTerminal ? AnsiSupport.Detect : AnsiSupport.Yes,
            ColorSystem = !isColored ? ColorSystemSupport.NoColors : isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.EightBit,
            Interactive = InteractionSupport.No,
        });
        Console.Profile.Width = Width;
        Console.Profile.Capabilities.Unicode = true;
    }

    public IAnsiConsole Console { get; }

    public bool IsTerminal { get; }

    /// <summary>Whether a line can be drawn over.</summary>
    public bool CanRedraw => IsTerminal && !IsDumb;

    /// <summary>Columns: those of the environment variable COLUMNS, else the terminal's at this moment, else 120.</summary>
    public int Width => WidthOf(IsTerminal);

    public static Screen OfOutput(StandardStreams streams, bool noColor) =>
        new(streams.Out, streams.IsTerminal, noColor || IsColorUnwanted);

    public static Screen OfError(StandardStreams streams, bool noColor) =>
        new(streams.Error, streams.IsErrorTerminal, noColor || IsColorUnwanted);

    private static bool IsColorUnwanted => Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } || IsDumb;

    // For a pager that can show them: tracectl list --output table | less -R
    private static bool IsColorForced => Environment.GetEnvironmentVariable("CLICOLOR_FORCE") is { Length: > 0 } and not "0";

    private static bool IsDumb => Environment.GetEnvironmentVariable("TERM") == "dumb";

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
        if (int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns)
            && columns >= 20)
            return columns;
        return isTerminal && System.Console.WindowWidth > 0 ? System.Console.WindowWidth : WidthOfFile;
    }
}
