using System.Text;
using TraceClient.Calyptia;

namespace TraceClient.Tests.Sources.Calyptia;

public sealed class CalyptiaProjectTokenTests
{
    private const string ProjectId = "6c3f3ad2-6b8f-4d54-9f63-0d9d3c8f5b51";

    [Fact]
    public void The_project_is_read_from_a_project_token_without_padding()
    {
        var token = Encode($$"""{"ID":"a","ProjectID":"{{ProjectId}}","Name":"ÿ?>"}""") + ".c2lnbmF0dXJl";

        Assert.Equal(ProjectId, CalyptiaProjectToken.FindProjectId(token));
        Assert.True(CalyptiaProjectToken.IsProjectToken(token));
    }

    [Fact]
    public void A_JSON_web_token_is_no_project_token() =>
        Assert.False(CalyptiaProjectToken.IsProjectToken(Encode("""{"alg":"RS256"}""") + "." + Encode("""{"sub":"me"}""") + ".sig"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("...")]
    [InlineData("no dot")]
    [InlineData("!!!.x")]
    [InlineData("AAAAA.x")]
    [InlineData("\u0000\ud800.x")]
    public void Garbage_is_no_project_token(string? token) => Assert.False(CalyptiaProjectToken.IsProjectToken(token));

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"ProjectID\":1}")]
    [InlineData("{\"ProjectID\":\"\"}")]
    [InlineData("{\"ProjectID\":\"\\ud800\"}")]
    [InlineData("{\"ProjectID\":")]
    public void A_token_with_other_JSON_is_no_project_token(string json) =>
        Assert.False(CalyptiaProjectToken.IsProjectToken(Encode(json) + ".sig"));

    private static string Encode(string json) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
