using TraceClient.Calyptia;

namespace TraceClient.Tests.Sources.Calyptia;

public sealed class CalyptiaLinkTests
{
    [Theory]
    [InlineData("</v1/trace_sessions/X/records?before=CURSOR>; rel=\"next\"", "CURSOR")]
    [InlineData("<https://cloud-api.calyptia.com/v1/x?last=5&before=a%2Bb%3D>;rel=next", "a+b=")]
    [InlineData("</v1/x?before=p>; rel=\"prev\", </v1/x?before=n>; rel=\"next\"", "n")]
    [InlineData("</v1/x,y?before=n>; title=\"a, b\"; REL=\"last next\"", "n")]
    [InlineData("</v1/x?before=p>; rel=\"prev\"", null)]
    [InlineData("</v1/x?last=5>; rel=\"next\"", null)]
    [InlineData("</v1/x?before=>; rel=\"next\"", null)]
    [InlineData("</v1/x?before=n", null)]
    [InlineData("", null)]
    public void The_next_cursor_is_read_from_a_link(string header, string? cursor) =>
        Assert.Equal(cursor, CalyptiaLink.ReadNextCursor(header));

    [Fact]
    public void The_next_cursor_may_be_in_any_of_several_headers()
    {
        using var message = new HttpResponseMessage();
        message.Headers.TryAddWithoutValidation("Link", ["</v1/x>; rel=\"first\"", "</v1/x?before=n>; rel=\"next\""]);

        Assert.Equal("n", CalyptiaLink.NextCursor(message.Headers));
    }

    [Fact]
    public void Without_the_header_there_is_no_next_page()
    {
        using var message = new HttpResponseMessage();

        Assert.Null(CalyptiaLink.NextCursor(message.Headers));
    }
}
