using System.Net;

namespace TraceClient.Tool.Tests.Web;

public sealed class RequestGuardTests : IAsyncLifetime
{
    private Served _served = null!;
    private HttpClient _stranger = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var source = new ServedSource("kubiya");
        source.Put(ServedTraces.Of("kubiya:a", "run"));
        _served = await Served.StartAsync(source);
        _stranger = Served.CreateClient(_served.Server);
    }

    public async ValueTask DisposeAsync()
    {
        _stranger.Dispose();
        await _served.DisposeAsync();
    }

    [Fact]
    public async Task The_token_becomes_a_cookie_and_leaves_the_address()
    {
        var query = _served.Server.AddressWithToken.Query;
        using var response = await SendAsync($"/trace{query}&ref=kubiya%3Aa", cookie: null);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal(new Uri(_served.Server.Address, "/trace?ref=kubiya%3Aa"), response.Headers.Location);
        Assert.Equal($"{_served.Cookie}; path=/; samesite=strict; httponly", Assert.Single(response.Headers.GetValues("Set-Cookie")));
    }

    [Theory]
    [InlineData("//example.org/")]
    [InlineData("//example.org/%2e%2e")]
    public async Task The_redirect_stays_on_this_host(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{_served.Server.Address.GetLeftPart(UriPartial.Authority)}"
            + $"{path}{_served.Server.AddressWithToken.Query}"));
        using var response = await _stranger.SendAsync(request, Token);

        Assert.Equal(_served.Server.Address.Authority, response.Headers.Location?.Authority);
    }

    [Fact]
    public async Task A_link_of_another_site_signs_in_by_a_page_since_the_browser_withholds_the_cookie_from_a_redirect()
    {
        using var response = await SendAsync(
            _served.Server.AddressWithToken.PathAndQuery, cookie: null, ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(
            $"http-equiv=\"refresh\" content=\"0; url={_served.Server.Address}\"", await response.Content.ReadAsStringAsync(Token),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/traces")]
    [InlineData("/api/events")]
    [InlineData("/trace?ref=kubiya:a")]
    [InlineData("/assets/list.js")]
    [InlineData("/missing")]
    [InlineData("/?token=")]
    [InlineData("/?token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Without_the_cookie_nothing_is_served(string address)
    {
        using var response = await SendAsync(address, cookie: null);
        await AssertRefusedAsync(response);
    }

    [Fact]
    public async Task A_cookie_of_another_server_is_refused()
    {
        using var response = await SendAsync("/", cookie: $"{_served.Cookie[..^1]}~");
        await AssertRefusedAsync(response);
    }

    [Fact]
    public async Task The_token_is_only_accepted_from_a_navigation()
    {
        using var response = await SendAsync(
            _served.Server.AddressWithToken.PathAndQuery, cookie: null, ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors"));
        await AssertRefusedAsync(response);
    }

    [Theory]
    [InlineData("Host", "example.org")]
    [InlineData("Host", "127.0.0.1")]
    [InlineData("Host", "127.0.0.1.example.org:PORT")]
    [InlineData("Host", "localhost:1")]
    [InlineData("Host", "[::1]:PORT")]
    [InlineData("Origin", "http://example.org")]
    [InlineData("Origin", "https://127.0.0.1:PORT")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_request_of_another_page_is_refused_even_with_the_cookie(string header, string value)
    {
        using var response = await SendAsync("/api/traces", _served.Cookie, (header, WithPort(value)));
        await AssertRefusedAsync(response);
    }

    [Theory]
    [InlineData("Host", "localhost:PORT")]
    [InlineData("Host", "127.0.0.1:PORT")]
    [InlineData("Origin", "http://127.0.0.1:PORT")]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    public async Task A_request_of_an_own_page_is_allowed(string header, string value)
    {
        using var response = await SendAsync("/api/traces", _served.Cookie, (header, WithPort(value)));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/traces")]
    [InlineData("/trace?ref=kubiya:a")]
    [InlineData("/assets/page.css")]
    [InlineData("/missing")]
    public async Task Each_response_has_the_headers_that_protect_it(string address)
    {
        using var response = await SendAsync(address, _served.Cookie);

        Assert.StartsWith("default-src 'none'; script-src 'self'; ", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.Equal(address.StartsWith("/assets/", StringComparison.Ordinal) ? "no-cache, private" : "no-store",
            response.Headers.CacheControl?.ToString());
        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));

        string Header(string name) => Assert.Single(response.Headers.GetValues(name));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task Other_methods_than_GET_and_HEAD_are_not_allowed(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri("/api/traces", UriKind.Relative));
        using var response = await _served.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/traces")]
    [InlineData("/trace?ref=kubiya:a")]
    [InlineData("/api/events")]
    [InlineData("/assets/list.css")]
    public async Task HEAD_has_no_body(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(address, UriKind.Relative));
        using var response = await _served.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Token));
    }

    [Fact]
    public async Task Two_servers_have_tokens_and_cookies_of_their_own()
    {
        await using var other = await Served.StartAsync(new ServedSource("kubiya"));

        Assert.NotEqual(_served.Cookie.Split('=')[0], other.Cookie.Split('=')[0]);
        Assert.NotEqual(_served.Cookie.Split('=')[1], other.Cookie.Split('=')[1]);
        using var response = await SendAsync("/", other.Cookie);
        await AssertRefusedAsync(response);
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.Contains("tracectl serve", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> SendAsync(string address, string? cookie, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await _stranger.SendAsync(request, Token);
    }

    private string WithPort(string text) => text.Replace(
        "PORT", _served.Server.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
