namespace TraceClient.Tool;

/// <summary>Which columns a table has at a width, and how wide they are.</summary>
/// <param name="Shown">The columns of a row, by number.</param>
/// <param name="Widths">The widths of all columns, by number.</param>
/// <param name="Below">The column that stands on a line of its own; null for none.</param>
internal sealed record TableLayout(IReadOnlyList<int> Shown, IReadOnlyList<int> Widths, int? Below)
{
    public const int Gap = 2;

    /// <summary>Fits columns into a width: first they are cut, then one goes below,
    /// then some are left out. What is never cut can still be too wide.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="wanted">How wide their longest values are.</param>
    /// <param name="width">What there is.</param>
    public static TableLayout Fit(IReadOnlyList<Column> columns, IReadOnlyList<int> wanted, int width)
    {
        var shown = Enumerable.Range(0, columns.Count).ToList();
        int? below = null;
        if (!CanFit() && shown.FindIndex(column => columns[column].MayStandBelow) is >= 0 and var place)
        {
            below = shown[place];
            shown.RemoveAt(place);
        }

        while (!CanFit()
            && shown.Where(column => columns[column].DropOrder > 0).OrderBy(column => columns[column].DropOrder).ToList() is [var next, ..])
            shown.Remove(next);
        return new TableLayout(shown, Shrink(columns, wanted, shown, width), below);

        bool CanFit() => shown.Sum(column => Math.Min(wanted[column], columns[column].MinWidth ?? wanted[column])) + GapsOf(shown) <= width;
    }

    // The widest columns give way first, down to their minimum.
    private static int[] Shrink(IReadOnlyList<Column> columns, IReadOnlyList<int> wanted, List<int> shown, int width)
    {
        int[] widths = [.. wanted];
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
