namespace TraceClient.Tool;

/// <summary>A horizontal bar of block characters, finer than a cell at both ends.</summary>
internal static class Bar
{
    private const int Eighths = 8;
    private const string FromLeft = " ▏▎▍▌▋▊▉█";

    /// <summary>A bar from one place to another.</summary>
    /// <param name="from">Where it begins: 0 at the left edge, 1 at the right one.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="cells">How wide the whole is.</param>
    /// <returns>The text up to the bar's end; at least a sliver is seen of the shortest one.</returns>
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

    /// <summary>A mark at a place: a moment, or a time whose other end is not known.</summary>
    public static string Tick(double at, int cells) =>
        cells <= 0 ? "" : new string(' ', Math.Clamp((int)(at * cells), 0, cells - 1)) + "╵";

    // There are blocks that fill a cell from the left by eighths, but from the right only by a half and an eighth.
    private static char LeftEnd(int offset) => offset < Eighths / 2 ? '█' : '▐';

    private static char Within(int offset, int length) => offset switch
    {
        < Eighths / 2 => FromLeft[Math.Max(length, 1)],
        _ when length <= 2 => '▕',
        _ => '▐',
    };
}
