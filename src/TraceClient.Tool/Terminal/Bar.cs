namespace TraceClient.Tool;

/// <summary>Draws horizontal bars of block characters with a resolution finer than a cell.</summary>
internal static class Bar
{
    private const int Eighths = 8;
    private const string FromLeft = " ▏▎▍▌▋▊▉█";

    /// <summary>Draws a bar.</summary>
    /// <param name="from">The start, from 0 (left) to 1 (right).</param>
    /// <param name="to">The end.</param>
    /// <param name="cells">The total width.</param>
    /// <returns>The text up to the end of the bar, which is never empty.</returns>
    public static string Draw(double from, double to, int cells)
    {
        if (cells <= 0)
            return "";
        var whole = cells * Eighths;
        var start = Math.Clamp((int)Math.Round(from * whole), 0, whole - 1);
        var end = Math.Clamp((int)Math.Round(to * whole), start + 1, whole);
        var (firstCell, offset) = Math.DivRem(start, Eighths);
        var (lastCell, rest) = Math.DivRem(end, Eighths);
        var indent = new string(' ', firstCell);
        if (end <= (firstCell + 1) * Eighths)
            return indent + Within(offset, end - start);
        return indent + LeftEnd(offset) + new string('█', lastCell - firstCell - 1) + (rest == 0 ? "" : FromLeft[rest].ToString());
    }

    /// <summary>Draws a tick for a single time.</summary>
    public static string Tick(double at, int cells) =>
        cells <= 0 ? "" : new string(' ', Math.Clamp((int)(at * cells), 0, cells - 1)) + "╵";

    // Unicode has left blocks for all eighths, but right blocks only for a half and an eighth.
    private static char LeftEnd(int offset) => offset < Eighths / 2 ? '█' : '▐';

    private static char Within(int offset, int length) => offset switch
    {
        < Eighths / 2 => FromLeft[Math.Max(length, 1)],
        _ when length <= 2 => '▕',
        _ => '▐',
    };
}
