using Spectre.Console;

namespace TraceClient.Tool;

/// <summary>
/// Writes rows under headings, as they come: the first ones are held until the widths of the columns are known from them, the rest is fitted to those.
/// </summary>
internal sealed class TableWriter(Screen screen, params IReadOnlyList<Column> columns)
{
    private const int Sample = 200;
    private const int Gap = 2;
    private readonly List<(string Text, Style Style)[]> _held = [];
    private int[]? _widths;

    public void Row(params (string Text, Style Style)[] cells)
    {
        for (var i = 0; i < cells.Length; i++)
            cells[i].Text = TerminalText.OneLine(cells[i].Text);
        if (_widths is not null)
        {
            Write(cells);
            return;
        }

        _held.Add(cells);
        if (_held.Count == Sample)
            Release();
    }

    /// <summary>Writes what is still held.</summary>
    public void Finish()
    {
        if (_widths is null && _held.Count > 0)
            Release();
    }

    private void Release()
    {
        _widths = Fit();
        Write([.. columns.Select(column => (column.Title, Styles.Dim))]);
        foreach (var row in _held)
            Write(row);
        _held.Clear();
    }

    // The widest columns give way first, down to their minimum.
    private int[] Fit()
    {
        int[] widths = [.. columns.Select((column, i) => Math.Max(column.Title.Length, _held.Max(row => row[i].Text.GetCellWidth())))];
        var excess = widths.Sum() + (Gap * (widths.Length - 1)) - screen.Width;
        for (; excess > 0; excess--)
        {
            var widest = -1;
            for (var i = 0; i < widths.Length; i++)
            {
                if (columns[i].MinWidth is { } minimum && widths[i] > minimum && (widest < 0 || widths[i] > widths[widest]))
                    widest = i;
            }

            if (widest < 0)
                break;
            widths[widest]--;
        }

        return widths;
    }

    private void Write((string Text, Style Style)[] cells)
    {
        var pieces = new List<(string, Style)>(cells.Length * 2);
        for (var i = 0; i < cells.Length; i++)
        {
            var text = columns[i].MinWidth is null ? cells[i].Text : CellText.Cut(cells[i].Text, _widths![i]);
            var padding = new string(' ', Math.Max(0, _widths![i] - text.GetCellWidth()));
            var isLast = i == cells.Length - 1;
            pieces.Add((columns[i].IsRight ? padding + text : isLast ? text : text + padding, cells[i].Style));
            if (!isLast)
                pieces.Add((new string(' ', Gap), Style.Plain));
        }

        screen.Line(pieces);
    }
}
