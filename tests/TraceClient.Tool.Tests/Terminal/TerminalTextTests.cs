namespace TraceClient.Tool.Tests.Terminal;

public sealed class TerminalTextTests
{
    [Fact]
    public void Text_that_is_harmless_stays() => Assert.Equal("GET /api/v1 – 日本 🚀", TerminalText.OneLine("GET /api/v1 – 日本 🚀"));

    [Theory]
    [InlineData("\u001b[2Jgone", "␛[2Jgone")]
    [InlineData("title\u0007", "title␇")]
    [InlineData("two\nlines\tand\r", "two lines and ")]
    [InlineData("csi\u009b31m", "csi\ufffd31m")]
    [InlineData("evil\u202etxt.exe", "evil\ufffdtxt.exe")]
    [InlineData("\u007f", "␡")]
    public void Characters_that_a_terminal_obeys_are_shown(string text, string expected) =>
        Assert.Equal(expected, TerminalText.OneLine(text));

    [Fact]
    public void Lines_stay_lines() => Assert.Equal("a\nb ␛c\n", TerminalText.Lines("a\r\nb\t\u001bc\n"));
}
