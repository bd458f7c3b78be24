using Spectre.Console;

namespace TraceClient.Tool;

/// <summary>
/// Writes a table row by row. The first rows are buffered to determine the column widths.
/// </summary>
internal sealed class TableWriter(Screen screen, params IReadOnlyList<Column> columns)
{
    private const int MaxBufferedRows = 200;
    private const string IndentBelow = "  ";
    private readonly List<(string Text, Style Style)[]> _buffered = [];
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

        _buffered.Add(cells);
        if (_buffered.Count == MaxBufferedRows)
            WriteBuffered();
    }

    /// <summary>Writes the buffered rows.</summary>
    public void Finish()
    {
        if (_layout is null && _buffered.Count > 0)
            WriteBuffered();
    }

    private void WriteBuffered()
    {
        int[] widths = [.. columns.Select((column, i) => Math.Max(column.Title.Length, _buffered.Max(row => row[i].Text.GetCellWidth())))];
        _layout = TableLayout.Fit(columns, widths, screen.Width);
        Write([.. columns.Select(column => (column.Title, Styles.Dim))], _layout with { Below = null });
        foreach (var row in _buffered)
            Write(row, _layout);
        _buffered.Clear();
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
