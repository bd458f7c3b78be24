using TraceClient.Http;

namespace TraceClient.Tests.Http;

public sealed class SourceHttpClientTests
{
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

    private sealed class PassingHandler : DelegatingHandler;
}
