namespace TraceClient.Http;

/// <summary>Makes the handlers that send. None of them follows a redirect.</summary>
internal static class PrimaryHandlers
{
    /// <summary>The user's handler, or one with decompression and pooled
    /// connections that are renewed, so that DNS changes are seen.</summary>
    public static HttpMessageHandler Create(Func<HttpMessageHandler>? make)
    {
        var handler = make?.Invoke() ?? new SocketsHttpHandler
        {
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate | DecompressionMethods.Brotli,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        };
        TurnRedirectsOff(handler);
        return handler;
    }

    /// <summary>Turns redirects off: .NET removes only the header Authorization
    /// on the way to another host, and a project token would travel on.</summary>
    public static void TurnRedirectsOff(HttpMessageHandler handler)
    {
        while (handler is DelegatingHandler { InnerHandler: { } inner })
            handler = inner;
        if (handler is SocketsHttpHandler { AllowAutoRedirect: true } sockets)
            sockets.AllowAutoRedirect = false;
        else if (handler is HttpClientHandler { AllowAutoRedirect: true } client)
            client.AllowAutoRedirect = false;
    }
}
