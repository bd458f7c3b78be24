using System.Net;
using System.Text;
using TraceClient.Galtea;
using TraceClient.Tests.Http;
using TraceClient.Tests.Rest;

namespace TraceClient.Tests.Sources.Galtea;

/// <summary>Lists that come as an array, or in an object around it.</summary>
public class GalteaEnvelopeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"data":[{"id":"a"}],"total":1,"page":1,"limit":100}""", "a")]
    [InlineData("""{"total":1,"meta":{"data":[{"id":"x"}]},"data":[{"id":"a"},{"id":"b"}]}""", "a,b")]
    [InlineData("""{"data":[]}""", "")]
    [InlineData("""{ "page" : 1 , "data" : [ {"id":"a","customId":"]}"} ] }""", "a")]
    [InlineData("""{"note":"\"data\":[0]","data":[{"id":"a\"]b"},{"id":"\\"}],"after":"]"}""", "a\"]b,\\")]
    [InlineData("""{"list":["data",[1]],"data":[{"id":"a"}]}""", "a")]
    [InlineData("""{"x":"data","y":[1],"data":[{"id":"a"}]}""", "a")]
    [InlineData("""{"database":[1],"dat":[2],"data":[{"id":"a"}]}""", "a")]
    [InlineData("""{"\ud800":[1],"data":[{"id":"a"}]}""", "a")]
    [InlineData("""{"d\u0061ta":[{"id":"a"}]}""", "a")]
    [InlineData("""{"data":null,"data":[{"id":"a"}]}""", "a")]
    [InlineData("""[{"id":"a","data":[1]}]""", "a")]
    [InlineData("[]", "")]
    [InlineData("\uFEFF  {\"data\":[{\"id\":\"a\"}]}", "a")]
    public async Task A_list_is_read_whatever_it_comes_in(string body, string expected)
    {
        foreach (var portion in new[] { 1, 7, int.MaxValue })
            Assert.Equal(expected, string.Join(',', (await ReadAsync(body, portion)).Select(session => session.Id)));
    }

    [Theory]
    [InlineData("""{"error":"nothing here"}""", 0L)]
    [InlineData("""{"data":{"items":[1]}}""", 0L)]
    [InlineData("""{"data":null}""", 0L)]
    [InlineData("{}", 0L)]
    [InlineData("", 0L)]
    [InlineData("<html>", 0L)]
    [InlineData("""{"data":[{"id":"a"},{"id":oops}]}""", 26L)]
    [InlineData("""{"page":oops}""", 8L)]
    [InlineData("""{"page":1""", 9L)]
    [InlineData("""{"data":[{"id":"a"}""", 19L)]
    public async Task What_is_no_list_is_refused_with_its_place(string body, long offset)
    {
        foreach (var portion in new[] { 1, int.MaxValue })
        {
            var error = await Assert.ThrowsAsync<TraceFormatException>(() => ReadAsync(body, portion));
            Assert.Equal(offset, error.ByteOffset);
        }
    }

    [Fact]
    public async Task The_published_variant_reads_like_the_bare_array() => Assert.Equal(
        (await ReadAsync(Encoding.UTF8.GetString(GalteaSamples.Bytes("get-sessions.200.json")))).Select(session => session.ToString()),
        (await ReadAsync(Encoding.UTF8.GetString(GalteaSamples.Bytes("sessions.wrapped-variant.json"))))
            .Select(session => session.ToString()));

    [Fact]
    public async Task An_object_without_a_list_is_read_up_to_the_limit_of_an_element()
    {
        await using var body = new PortionStream(Encoding.UTF8.GetBytes($$"""{"text":"{{new string('x', 1_000_000)}}"}"""), 10_000);

        var error = await Assert.ThrowsAsync<TraceFormatException>(
            () => ReadAsync(body, options => options.Galtea.Limits.MaxElementBytes = 100_000));

        Assert.Contains("limit of 100000 bytes", error.Message, StringComparison.Ordinal);
        Assert.InRange(body.Delivered, 100_000, 200_000);
    }

    private static Task<List<GalteaSession>> ReadAsync(string body, int portion = int.MaxValue) =>
        ReadAsync(Bodies.Portions(body, portion));

    private static async Task<List<GalteaSession>> ReadAsync(Stream body, Action<TraceClientsOptions>? configure = null)
    {
        using var handler =
            new StubHandler((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) }));
        return await Chains.Api<IGalteaApi>(new GalteaRegistration(), handler, configure).ListSessionsAsync(cancellationToken: Token)
            .ToListAsync(Token);
    }
}
