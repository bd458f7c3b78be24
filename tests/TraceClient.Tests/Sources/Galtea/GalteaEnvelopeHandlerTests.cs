using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using TraceClient.Galtea;

namespace TraceClient.Tests.Sources.Galtea;

public class GalteaEnvelopeHandlerTests
{
    [Theory]
    [InlineData("""{"data":[{"id":"a"}],"total":1,"page":1,"limit":100}""", """[{"id":"a"}]""")]
    [InlineData("""{"total":1,"meta":{"data":[9]},"data":[1,2]}""", "[1,2]")]
    [InlineData("""{"data":[]}""", "[]")]
    [InlineData("""{ "page" : 1 , "data" : [ [1], {"x":"]}"} ] }""", """[ [1], {"x":"]}"} ]""")]
    [InlineData("""{"note":"\"data\":[0]","data":["a\"]b","\\"],"after":"]"}""", """["a\"]b","\\"]""")]
    [InlineData("""{"list":["data",[1]],"data":[7]}""", "[7]")]
    [InlineData("""{"x":"data","y":[1],"data":[8]}""", "[8]")]
    [InlineData("""{"database":[1],"dat":[2],"data":[3]}""", "[3]")]
    [InlineData("""[{"data":[1]}]""", """[{"data":[1]}]""")]
    [InlineData("[]", "[]")]
    [InlineData("\uFEFF  {\"data\":[5]}", "[5]")]
    public async Task A_list_is_a_bare_array_whatever_it_comes_in(string body, string expected)
    {
        Assert.Equal(expected, await SendAsync(body));
    }

    [Theory]
    [InlineData("""{"error":"nothing here"}""")]
    [InlineData("""{"data":{"items":[1]}}""")]
    [InlineData("""{"data":null}""")]
    [InlineData("")]
    [InlineData("<html>")]
    public async Task What_is_no_list_is_left_for_the_reader_to_refuse(string body)
    {
        Assert.Equal(body, await SendAsync(body));
    }

    [Theory]
    [InlineData("GET", "https://h.test/traces/a")]
    [InlineData("GET", "https://h.test/base/traces/traces")]
    [InlineData("GET", "https://h.test/auth/user")]
    [InlineData("POST", "https://h.test/traces")]
    [InlineData("POST", "https://h.test/traces/batch")]
    public async Task Single_resources_and_answers_to_writes_pass_whole(string method, string address)
    {
        const string Body = """{"data":[1],"id":"a"}""";

        Assert.Equal(Body, await SendAsync(Body, method, address));
    }

    [Theory]
    [InlineData("https://h.test/traces?ids=a")]
    [InlineData("https://h.test/base/inferenceResults")]
    [InlineData("https://h.test/sessions")]
    [InlineData("https://h.test/versions")]
    [InlineData("https://h.test/products")]
    public async Task Every_list_is_unwrapped(string address)
    {
        Assert.Equal("[1]", await SendAsync("""{"data":[1]}""", address: address));
    }

    [Fact]
    public async Task Other_media_types_and_errors_pass_whole()
    {
        const string Body = """{"data":[1]}""";

        Assert.Equal(Body, await SendAsync(Body, mediaType: "text/html"));
        Assert.Equal(Body, await SendAsync(Body, status: HttpStatusCode.BadRequest));
        Assert.Equal("[1]", await SendAsync(Body, mediaType: null));
    }

    [Fact]
    public async Task The_published_variant_reads_like_the_bare_array()
    {
        var wrapped = await SendAsync(Encoding.UTF8.GetString(GalteaSamples.Bytes("sessions.wrapped-variant.json")));

        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(GalteaSamples.Bytes("get-sessions.200.json")), JsonElement.Parse(wrapped)));
    }

    [Fact]
    public async Task The_length_of_the_envelope_is_not_claimed_for_the_array()
    {
        using var response = await RespondAsync("""{"data":[1]}""");

        Assert.Equal(3, (await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task An_object_without_a_list_keeps_only_its_start_however_long_it_is()
    {
        var passed = await SendAsync($$"""{"text":"{{new string('x', 1_000_000)}}"}""");

        Assert.StartsWith("""{"text":"xxx""", passed, StringComparison.Ordinal);
        Assert.InRange(passed.Length, 64, 4_096);
    }

    [Fact]
    public async Task Disposing_the_answer_disposes_of_the_body_behind_it()
    {
        var body = new OneByteAtATime("""{"data":[1]}"""u8.ToArray());
        var response = await RespondAsync(body);

        response.Dispose();

        Assert.True(body.IsDisposed);
    }

    private static async Task<string> SendAsync(
        string body,
        string method = "GET",
        string address = "https://h.test/sessions",
        string? mediaType = "application/json",
        HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await RespondAsync(new OneByteAtATime(Encoding.UTF8.GetBytes(body)), method, address, mediaType, status);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static Task<HttpResponseMessage> RespondAsync(string body) => RespondAsync(new MemoryStream(Encoding.UTF8.GetBytes(body)));

    private static async Task<HttpResponseMessage> RespondAsync(
        Stream body,
        string method = "GET",
        string address = "https://h.test/sessions",
        string? mediaType = "application/json",
        HttpStatusCode status = HttpStatusCode.OK)
    {
        var content = new StreamContent(body);
        content.Headers.ContentType = mediaType is null ? null : new MediaTypeHeaderValue(mediaType);
        if (body is MemoryStream)
            content.Headers.ContentLength = body.Length;
        using var invoker = new HttpMessageInvoker(new GalteaEnvelopeHandler { InnerHandler = new Answer(content, status) });
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        return await invoker.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private sealed class Answer(HttpContent content, HttpStatusCode status) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = content, RequestMessage = request });
    }

    /// <summary>A body that arrives in the smallest pieces there are.</summary>
    private sealed class OneByteAtATime(byte[] bytes) : MemoryStream(bytes)
    {
        public bool IsDisposed { get; private set; }

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
