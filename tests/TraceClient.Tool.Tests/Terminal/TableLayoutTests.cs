namespace TraceClient.Tool.Tests.Terminal;

public sealed class TableLayoutTests
{
    private static readonly Column[] Columns =
    [
        new("SOURCE") { DropOrder = 1 },
        new("NAME", MinWidth: 10),
        new("SPANS", IsRight: true) { DropOrder = 2 },
        new("REFERENCE") { MayStandBelow = true },
    ];

    private static readonly int[] Wanted = [8, 30, 5, 40];

    [Fact]
    public void Columns_that_fit_are_shown_in_full()
    {
        var layout = TableLayout.Fit(Columns, Wanted, width: 89);

        Assert.Equal([0, 1, 2, 3], layout.Shown);
        Assert.Equal(Wanted, layout.Widths);
        Assert.Null(layout.Below);
    }

    [Fact]
    public void A_column_that_may_be_cut_gives_way_first()
    {
        var layout = TableLayout.Fit(Columns, Wanted, width: 69);

        Assert.Equal([0, 1, 2, 3], layout.Shown);
        Assert.Equal([8, 10, 5, 40], layout.Widths);
    }

    [Fact]
    public void Then_one_column_goes_below_and_the_others_have_its_room()
    {
        var layout = TableLayout.Fit(Columns, Wanted, width: 68);

        Assert.Equal([0, 1, 2], layout.Shown);
        Assert.Equal(3, layout.Below);
        Assert.Equal(30, layout.Widths[1]);
    }

    [Fact]
    public void Then_columns_are_left_out_in_their_order()
    {
        Assert.Equal([1, 2], TableLayout.Fit(Columns, Wanted, width: 20).Shown);
        Assert.Equal([1], TableLayout.Fit(Columns, Wanted, width: 12).Shown);
    }

    [Fact]
    public void A_column_that_is_never_cut_keeps_its_width_in_any_terminal()
    {
        var layout = TableLayout.Fit([new Column("REFERENCE")], [40], width: 20);

        Assert.Equal([0], layout.Shown);
        Assert.Equal([40], layout.Widths);
    }
}
