using Spectre.Console;

namespace TraceClient.Tool.Tests.Terminal;

public sealed class CellTextTests
{
    [Theory]
    [InlineData("short", 10, "short")]
    [InlineData("exactly ten", 11, "exactly ten")]
    [InlineData("one too many", 11, "one too ma…")]
    [InlineData("日本語の名前", 7, "日本語…")]
    [InlineData("日本語の名前", 8, "日本語…")] // the fourth character would need a cell more
    public void A_text_is_cut_at_a_width_in_cells(string text, int width, string expected) =>
        Assert.Equal(expected, CellText.Cut(text, width));

    [Fact]
    public void An_emoji_of_several_characters_is_not_cut_in_two()
    {
        var cut = CellText.Cut("ab👩‍👩‍👧‍👦cdefgh", 4);

        Assert.DoesNotContain('\u200d', cut.Replace("👩‍👩‍👧‍👦", "", StringComparison.Ordinal));
        Assert.True(cut.GetCellWidth() <= 4, $"'{cut}' is {cut.GetCellWidth()} cells wide.");
    }

    [Fact]
    public void A_text_is_padded_to_a_width_in_cells() => Assert.Equal("日本  |", CellText.Pad("日本", 6) + "|");
}
