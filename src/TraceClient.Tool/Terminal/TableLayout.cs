namespace TraceClient.Tool;

/// <summary>Represents the columns of a table that fit into a width.</summary>
/// <param name="Shown">The indexes of the visible columns.</param>
/// <param name="Widths">The widths of all columns.</param>
/// <param name="Below">The index of the column on a line of its own; null for none.</param>
internal sealed record TableLayout(IReadOnlyList<int> Shown, IReadOnlyList<int> Widths, int? Below)
{
    public const int Gap = 2;

    /// <summary>Fits columns into a width by truncating columns, then moving one to a line of its own, then omitting columns.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="preferred">The widths of the longest values.</param>
    /// <param name="width">The available width.</param>
    public static TableLayout Fit(IReadOnlyList<Column> columns, IReadOnlyList<int> preferred, int width)
    {
        var shown = Enumerable.Range(0, columns.Count).ToList();
        int? below = null;
        if (!CanFit() && shown.FindIndex(column => columns[column].MayStandBelow) is >= 0 and var index)
        {
            below = shown[index];
            shown.RemoveAt(index);
        }

        while (!CanFit()
            && shown.Where(column => columns[column].DropOrder > 0).OrderBy(column => columns[column].DropOrder).ToList() is [var next, ..])
            shown.Remove(next);
        return new TableLayout(shown, Shrink(columns, preferred, shown, width), below);

        bool CanFit() =>
            shown.Sum(column => Math.Min(preferred[column], NarrowestOf(column))) + GapsOf(shown) <= width;

        int NarrowestOf(int column) => columns[column].GoodWidth ?? columns[column].MinWidth ?? preferred[column];
    }

    // The widest columns shrink first, down to their minimum width.
    private static int[] Shrink(IReadOnlyList<Column> columns, IReadOnlyList<int> preferred, List<int> shown, int width)
    {
        int[] widths = [.. preferred];
        for (var excess = shown.Sum(column => widths[column]) + GapsOf(shown) - width; excess > 0; excess--)
        {
            var widest = -1;
            foreach (var column in shown)
            {
                if (columns[column].MinWidth is { } minimum && widths[column] > minimum && (widest < 0 || widths[column] > widths[widest]))
                    widest = column;
            }

            if (widest < 0)
                break;
            widths[widest]--;
        }

        return widths;
    }

    private static int GapsOf(List<int> shown) => Gap * Math.Max(0, shown.Count - 1);
}

/// <summary>Represents a column of a table.</summary>
/// <param name="Title">The heading.</param>
/// <param name="IsRight">Whether values are right-aligned.</param>
/// <param name="MinWidth">The minimum width in a narrow terminal; null for a column that is never truncated.</param>
internal sealed record Column(string Title, bool IsRight = false, int? MinWidth = null)
{
    /// <summary>Gets a value that indicates whether the column can move to a line of its own instead of being truncated.</summary>
    public bool MayStandBelow { get; init; }

    /// <summary>Gets the width below which other columns are omitted first; null for the minimum width.</summary>
    public int? GoodWidth { get; init; }

    /// <summary>Gets the order in which columns are omitted in a narrow terminal; 0 for never.</summary>
    public int DropOrder { get; init; }
}
