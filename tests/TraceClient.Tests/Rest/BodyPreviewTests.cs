using System.Text;
using TraceClient.Http;

namespace TraceClient.Tests.Rest;

/// <summary>What an exception shows of a body.</summary>
public sealed class BodyPreviewTests
{
    [Theory]
    [InlineData("{\"name\":\"Ann\",\"size\":-1.5e3,\"ok\":true,\"x\":null}", "{\"…\":\"…\",\"…\":-1.5e3,\"…\":true,\"…\":null}")]
    [InlineData("[\"a\\\"b\\\\\",\"c\"]", "[\"…\",\"…\"]")]
    [InlineData("[\"cut in the mid", "[\"…")]
    [InlineData("[\"cut\\", "[\"…")]
    [InlineData("{name: ann@example.com}", "{…: …}")]
    [InlineData("{'name':'Ann'}", "{…:…}")]
    [InlineData("\uFEFF[1,\n2]", "[1, 2]")]
    [InlineData("<html><title>Sign in</title>", "<html><title>Sign in</title>")]
    [InlineData("<a href=\"mailto:ann@example.com\">", "<a href=\"…\">")]
    [InlineData("No user ann@example.com here", "No user … here")]
    [InlineData("Token eyJhbGciOiJIUzI1NiJ9abcdef expired", "Token … expired")]
    public void Strings_and_what_may_be_personal_are_masked(string body, string expected)
    {
        var start = new BodyPreview();

        start.Add(Encoding.UTF8.GetBytes(body));

        Assert.Equal(expected, start.ToMaskedText(text => text));
    }

    [Fact]
    public void Only_the_first_bytes_are_kept()
    {
        var start = new BodyPreview();

        for (var i = 0; i < 100; i++)
        {
            start.Add("1,"u8);
        }

        Assert.Equal(64, start.ToMaskedText(text => text)!.Length);
    }

    [Fact]
    public void Bytes_that_are_no_text_do_no_harm()
    {
        var start = new BodyPreview();

        start.Add([(byte)'[', (byte)'"', 0xFF, 0x00, (byte)'"', 0x01, 0xC3]);

        Assert.Equal("[\"…\" …", start.ToMaskedText(text => text));
    }

    [Fact]
    public void Nothing_is_shown_of_nothing() => Assert.Null(new BodyPreview().ToMaskedText(text => text));
}
