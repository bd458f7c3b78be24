using Spectre.Console;
using Spectre.Console.Rendering;

namespace TraceClient.Tool;

/// <summary>Represents a console with a width, with or without colors.</summary>
internal sealed class Screen
{
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

    /// <summary>Gets a value that indicates whether a line can be overwritten.</summary>
    public bool CanRedraw => IsTerminal && !IsDumb;

    /// <summary>Gets the width: of the environment variable COLUMNS, otherwise of the terminal, otherwise 120.</summary>
    public int Width => TerminalWidth.Of(IsTerminal);

    public static Screen OfOutput(StandardStreams streams, bool noColor) =>
        new(streams.Out, streams.IsTerminal, noColor || IsColorUnwanted);

    public static Screen OfError(StandardStreams streams, bool noColor) =>
        new(streams.Error, streams.IsErrorTerminal, noColor || IsColorUnwanted);

    private static bool IsColorUnwanted => Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } || IsDumb;

    // For pagers: CLICOLOR_FORCE=1 tracectl list --output table | less -R
    private static bool IsColorForced => Environment.GetEnvironmentVariable("CLICOLOR_FORCE") is { Length: > 0 } and not "0";

    private static bool IsDumb => Environment.GetEnvironmentVariable("TERM") == "dumb";

    public void Write(IRenderable content) => Console.Write(content);

    /// <summary>Writes a line of styled pieces without wrapping it.</summary>
    public void Line(params IEnumerable<(string Text, Style Style)> pieces)
    {
        foreach (var (text, style) in pieces)
            Piece(TerminalText.OneLine(text), style);
        _writer.WriteLine();
    }

    public void Line(string text = "") => Line((text, Style.Plain));

    // The console wraps lines at its width, which must not happen to fitted lines.
    private void Piece(string text, Style style)
    {
        if (text.Length == 0)
            return;
        var width = Console.Profile.Width;
        Console.Profile.Width = int.MaxValue;
        Console.Write(new Text(text, style));
        Console.Profile.Width = width;
    }
}
