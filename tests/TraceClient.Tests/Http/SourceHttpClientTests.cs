using System.Net;
using TraceClient.Http;
using static TraceClient.Tests.Http.StubHandler;

namespace TraceClient.Tests.Http;

public sealed class SourceHttpClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_says_what_it_accepts_and_who_asks()
    {
        var stub = new StubHandler(Answer(HttpStatusCode.OK));
        using var source = new TestSource(stub);

        using var response = await source.GetAsync(Token);

        Assert.Equal("application/json", stub.Sent[0].Header("Accept"));
        Assert.Matches(@"^TraceClient/\d+\.\d+\.\d+,? \(\.NET \d+\.\d+\)$", stub.Sent[0].Header("User-Agent"));
    }

    [Theory]
    [InlineData("https://host/base")]
    [InlineData("https://host/base/")]
    public void The_path_of_the_base_address_is_kept(string address)
    {
        using var source = new TestSource(with: options => options.BaseAddress = new Uri(address));

        Assert.Equal("https://host/base/", source.Client.BaseAddress?.AbsoluteUri);
        Assert.Equal(Timeout.InfiniteTimeSpan, source.Client.Timeout);
    }

    [Fact]
    public void Without_an_address_the_vendor_s_is_asked()
    {
        using var source = new TestSource(with: options => options.BaseAddress = null);

        Assert.Equal("https://default.example.test/", source.Client.BaseAddress?.AbsoluteUri);
    }

    [Fact]
    public void No_handler_follows_a_redirect()
    {
        using var sockets = new SocketsHttpHandler { AllowAutoRedirect = true };
        using var wrapped = new HttpClientHandler { AllowAutoRedirect = true };
        using var outer = new PassingHandler { InnerHandler = wrapped };
        using var ours = Assert.IsType<SocketsHttpHandler>(PrimaryHandlers.Create(make: null));

        PrimaryHandlers.Create(() => sockets);
        PrimaryHandlers.Create(() => outer);

        Assert.False(sockets.AllowAutoRedirect);
        Assert.False(wrapped.AllowAutoRedirect);
        Assert.False(ours.AllowAutoRedirect);
        Assert.False(ours.UseCookies);
        Assert.Equal(TimeSpan.FromMinutes(2), ours.PooledConnectionLifetime);
    }

    [Fact]
    public async Task A_redirect_of_a_real_service_is_not_followed()
    {
        await using var server = new RawServer("HTTP/1.1 302 Found\r\nLocation: https://elsewhere.example.test/x?token=secret\r\nContent-Length: 0\r\n\r\n");
        using var source = new TestSource(with: options => options.BaseAddress = server.Address);

        var failure = await Assert.ThrowsAsync<TraceApiException>(() => source.GetAsync(Token));

        Assert.Equal(HttpStatusCode.Found, failure.StatusCode);
        Assert.Contains("https://elsewhere.example.test was not followed", failure.Message, StringComparison.Ordinal);
    }

    private sealed class PassingHandler : DelegatingHandler;
}
