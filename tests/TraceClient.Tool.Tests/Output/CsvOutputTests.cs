namespace TraceClient.Tool.Tests.Output;

public sealed class CsvOutputTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\uff1dcmd", "'\uff1dcmd")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "'\r=1")]
    [InlineData("\n=1", "'\n=1")]
    [InlineData("\u001b[31mred", "'\u241b[31mred")]
    [InlineData("\0=1", "'\u2400=1")]
    [InlineData("=HYPERLINK(\"http://x\", \"y\")", "'=HYPERLINK(\"http://x\", \"y\")")]
    public void Text_that_a_spreadsheet_would_run_is_neutralized(string text, string expected) =>
        Assert.Equal([[expected, "next"]], CsvText.Rows(Write(text, "next")).Select(row => row.Select(field => field)));

    [Fact]
    public void No_escape_or_null_is_written_in_any_field()
    {
        var all = new string([.. Enumerable.Range(0, 0xa0).Select(code => (char)code)]);

        var written = Write($"x{all}", all);

        Assert.DoesNotContain(written, character => char.IsControl(character) && character is not ('\t' or '\n' or '\r'));
        Assert.Contains("x\u2400\u2401", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("a=b, -c \"d\"\nand\tmore")]
    [InlineData("'quoted")]
    [InlineData("https://example.com")]
    [InlineData("")]
    public void Other_text_is_written_as_it_is(string text) =>
        Assert.Equal(text, Assert.Single(CsvText.Rows(Write(text, "next")))[0]);

    [Fact]
    public void Numbers_stay_numbers() =>
        Assert.Equal("-3,-0.5,-1500,7,,\n", Write(-3, -0.5, TimeSpan.FromSeconds(-1.5), 7L, (int?)null, (string?)null));

    private static string Write(params CsvField[] fields)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        new CsvOutput(writer).Row(fields);
        return writer.ToString();
    }
}
