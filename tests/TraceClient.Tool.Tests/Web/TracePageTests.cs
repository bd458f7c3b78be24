using System.Net;
using System.Text.RegularExpressions;

namespace TraceClient.Tool.Tests.Web;

/// <summary>Tests of the pages of traces that the server sends.</summary>
public sealed partial class TracePageTests : IAsyncLifetime
{
    private readonly ServedSource _kubiya = new("kubiya");
    private Served _served = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _kubiya.Put(ServedTraces.Of("kubiya:a", "first", age: 2, session: "s-1"));
        _kubiya.Put(ServedTraces.Of("kubiya:b", "second", age: 1, session: "s-1"));
        _kubiya.Put(ServedTraces.Of("kubiya:c", "third", session: "s 2"));
        _served = await Served.StartAsync(_kubiya);
    }

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    [Theory]
    [InlineData("/trace?ref=kubiya:a", "kubiya:a")]
    [InlineData("/trace?ref=kubiya%3Aa", "kubiya:a")]
    [InlineData("/compare?a=kubiya:c&b=kubiya:a", "kubiya:c kubiya:a")]
    [InlineData("/compare?a=kubiya:a&b=kubiya:a", "kubiya:a kubiya:a")]
    [InlineData("/session?source=kubiya&id=s-1", "kubiya:a kubiya:b")]
    [InlineData("/session?source=kubiya&id=s+2", "kubiya:c")]
    public async Task A_page_has_the_traces_of_its_address(string address, string references)
    {
        var (status, page) = await _served.GetAsync(address);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(references, string.Join(' ', References().Matches(page).Select(match => match.Groups[1].Value)));
        Assert.Contains("<script type=\"module\" src=\"/assets/page.js\">", page, StringComparison.Ordinal);
        Assert.Contains("<link rel=\"stylesheet\" href=\"/assets/page.css\">", page, StringComparison.Ordinal);
        Assert.EndsWith("</html>", page.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/trace?ref=kubiya:missing", HttpStatusCode.NotFound, "missing")]
    [InlineData("/trace?ref=other:a", HttpStatusCode.NotFound, "There is no source &#39;other&#39;. The sources are: kubiya.")]
    [InlineData("/trace?ref=a", HttpStatusCode.BadRequest, "Invalid reference &#39;a&#39;. Use the form SOURCE:ID.")]
    [InlineData("/trace?ref=%3Cb%3E", HttpStatusCode.BadRequest, "Invalid reference &#39;&lt;b&gt;&#39;.")]
    [InlineData("/trace", HttpStatusCode.BadRequest, "The parameter ref is missing.")]
    [InlineData("/compare?a=kubiya:a", HttpStatusCode.BadRequest, "The parameter b is missing.")]
    [InlineData("/session?source=kubiya&id=missing", HttpStatusCode.NotFound, "No trace of session missing was found.")]
    [InlineData("/session?source=x&id=s-1", HttpStatusCode.NotFound, "There is no source &#39;x&#39;.")]
    [InlineData("/missing", HttpStatusCode.NotFound, "There is no such page.")]
    public async Task A_page_that_does_not_exist_says_what_is_missing(string address, HttpStatusCode expected, string text)
    {
        var (status, page) = await _served.GetAsync(address);

        Assert.Equal(expected, status);
        Assert.Contains(text, page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/\">", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/trace?ref=kubiya:a")]
    [InlineData("/compare?a=kubiya:a&b=kubiya:b")]
    public async Task A_source_that_fails_gives_a_page_with_its_error(string address)
    {
        _kubiya.Failure = new TraceTransportException("kubiya: The connection was refused.") { SourceName = "kubiya" };

        var (status, page) = await _served.GetAsync(address);

        Assert.Equal(HttpStatusCode.BadGateway, status);
        Assert.Contains("kubiya: The connection was refused. Try: tracectl doctor", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, false)]
    [InlineData(201, true)]
    public async Task A_session_of_many_traces_says_that_older_ones_are_left_out(int count, bool isCut)
    {
        for (var i = 0; i < count; i++)
            _kubiya.Put(ServedTraces.Of($"kubiya:many-{i}", "turn", age: i, session: "many"));
        var (_, page) = await _served.GetAsync("/session?source=kubiya&id=many");

        Assert.Contains($"\"isCut\":{(isCut ? "true" : "false")}", page, StringComparison.Ordinal);
        Assert.Equal(200, page.Split("\"reference\":\"kubiya:many-").Length - 1);
        Assert.Contains("kubiya:many-0\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_message_of_an_unexpected_error_is_not_shown()
    {
        _kubiya.Failure = new InvalidOperationException("secret");

        var (status, page) = await _served.GetAsync("/trace?ref=kubiya:a");
        var json = await _served.GetJsonAsync("/api/trace?ref=kubiya:a", HttpStatusCode.InternalServerError);

        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Contains("An unexpected error occurred: InvalidOperationException.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", page + json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lines_of_a_trace_are_those_of_its_page()
    {
        var (_, page) = await _served.GetAsync("/trace?ref=kubiya:a");
        using var response = await _served.Http.GetAsync(new Uri("/api/trace?ref=kubiya:a", UriKind.Relative), Token);

        var lines = await response.Content.ReadAsStringAsync(Token);

        Assert.Equal("application/jsonl", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(5, lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.StartsWith("{\"reference\":\"kubiya:a\"", lines, StringComparison.Ordinal);
        Assert.Contains($"class=\"trace\">\n{lines}</script>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_trace_of_the_API_is_a_JSON_error()
    {
        var error = (await _served.GetJsonAsync("/api/trace?ref=kubiya:missing", HttpStatusCode.NotFound)).GetProperty("error");

        Assert.Equal("not-found", error.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("<!--<script>")]
    [InlineData("\"onload=\"alert(1)")]
    public async Task Markup_in_a_name_stays_data(string name)
    {
        _kubiya.Put(ServedTraces.Of("kubiya:x", name));
        _kubiya.Put(ServedTraces.Of("kubiya:<y>", "run", session: name));

        var (_, page) = await _served.GetAsync("/trace?ref=kubiya:x");
        var (_, session) = await _served.GetAsync($"/session?source=kubiya&id={Uri.EscapeDataString(name)}");
        var (_, missing) = await _served.GetAsync($"/session?source=kubiya&id={Uri.EscapeDataString(name)}2");

        Assert.Equal(2, page.Split("<script").Length - 1);
        Assert.Equal(3, session.Split("<script").Length - 1);
        Assert.DoesNotContain("<script", missing, StringComparison.Ordinal);
        Assert.DoesNotContain("<!--", missing, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/assets/page.js", "text/javascript")]
    [InlineData("/assets/page.css", "text/css")]
    [InlineData("/assets/list.js", "text/javascript")]
    [InlineData("/assets/list.css", "text/css")]
    public async Task A_script_or_style_is_sent_once_until_it_changes(string address, string type)
    {
        using var first = await _served.Http.GetAsync(new Uri(address, UriKind.Relative), Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await _served.Http.SendAsync(request, Token);

        Assert.Equal(type, first.Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty(await first.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync(Token));
    }

    [GeneratedRegex(
        """^\{"reference":"([^"]+)""", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex References();
}
