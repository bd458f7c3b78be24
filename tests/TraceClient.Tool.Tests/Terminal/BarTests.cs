namespace TraceClient.Tool.Tests.Terminal;

public sealed class BarTests
{
    [Theory]
    [InlineData(0.0, 1.0, "████")]
    [InlineData(0.0, 0.5, "██")]
    [InlineData(0.5, 1.0, "  ██")]
    [InlineData(0.0, 0.28125, "█▏")] // 9 eighths of 32
    [InlineData(0.0, 0.0625, "▎")]
    [InlineData(0.125, 0.5, "▐█")] // from the middle of the first cell
    [InlineData(0.28125, 0.5, " ▉")]
    public void A_bar_covers_its_part_of_the_axis(double from, double to, string expected) =>
        Assert.Equal(expected, Bar.Draw(from, to, cells: 4));

    [Fact]
    public void The_shortest_bar_can_be_seen_at_either_edge()
    {
        Assert.Equal("▏", Bar.Draw(0, 0.000001, cells: 10));
        Assert.Equal("         ▕", Bar.Draw(0.999999, 1, cells: 10));
    }

    [Fact]
    public void A_bar_never_leaves_its_cells()
    {
        for (var from = 0; from <= 100; from++)
        {
            for (var to = from; to <= 100; to++)
                Assert.InRange(Bar.Draw(from / 100.0, to / 100.0, cells: 13).Length, 1, 13);
        }
    }

    [Fact]
    public void A_tick_stands_in_the_cell_of_its_time()
    {
        Assert.Equal("╵", Bar.Tick(0, cells: 10));
        Assert.Equal("     ╵", Bar.Tick(0.55, cells: 10));
        Assert.Equal("         ╵", Bar.Tick(1, cells: 10));
    }

    [Fact]
    public void Without_room_there_is_nothing()
    {
        Assert.Equal("", Bar.Draw(0, 1, cells: 0));
        Assert.Equal("", Bar.Tick(0, cells: 0));
    }
}
