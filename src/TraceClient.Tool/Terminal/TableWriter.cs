using Spectre.Console;

namespace TraceClient.Tool;

/// <summary>
/// Writes rows under headings, as they come: the first ones are held until the
/// widths of the columns are known from them, the rest is fitted to those.
/// </summary>
internal sealed class TableWriter(Screen screen, params IReadOnlyList<Column> columns)
{
    private const int Sample = 200;
    private const string IndentBelow = "  ";
    private readonly List<(string Text, Style Style)[]> _held = [];
    private TableLayout? _layout;

    public void Row(params (string Text, Style Style)[] cells)
    {
        for (var i = 0; i < cells.Length; i++)
            cells[i].Text = TerminalText.OneLine(cells[i].Text);
        if (_layout is not null)
        {
            Write(cells, _layout);
            return;
        }

        _held.Add(cells);
        if (_held.Count == Sample)
            Release();
    }

    /// <summary>Writes what is still held.</summary>
    public void Finish()
    {
        if (_layout is null && _held.Count > 0)
            Release();
    }

    private void Release()
    {
        int[] wanted = [.. columns.Select((column, i) => Math.Max(column.Title.Length, _held.Max(row => row[i].Text.GetCellWidth())))];
        _layout = TableLayout.Fit(columns, wanted, screen.Width);
        Write([.. columns.Select(column => (column.Title, Styles.Dim))], _layout with { Below = null });
        foreach (var row in _held)
            Write(row, _layout);
        _held.Clear();
    }

    private void Write((string Text, Style Style)[] cells, TableLayout layout)
    {
        var pieces = new List<(string, Style)>(cells.Length * 2);
        foreach (var i in layout.Shown)
        {
            if (pieces.Count > 0)
                pieces.Add((new string(' ', TableLayout.Gap), Styles.Plain));
            var text = columns[i].MinWidth is null ? cells[i].Text : CellText.Cut(cells[i].Text, layout.Widths[i]);
            var padding = new string(' ', Math.Max(0, layout.Widths[i] - text.GetCellWidth()));
            pieces.Add((columns[i].IsRight ? padding + text : i == layout.Shown[^1] ? text : text + padding, cells[i].Style));
        }

        screen.Line(pieces);
        if (layout.Below is { } below)
            screen.Line((IndentBelow + cells[below].Text, cells[below].Style));
    }
}
