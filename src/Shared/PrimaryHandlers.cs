namespace TraceClient.Http;

/// <summary>Makes the handlers that send. None of them follows a redirect.</summary>
internal static class PrimaryHandlers
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    /// <summary>The user's handler, or one with decompression and pooled connections that are renewed, so that DNS changes are seen.</summary>
    public static HttpMessageHandler Create(Func<HttpMessageHandler>? make)
    {
        if (make is null)
        {
            return new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate | DecompressionMethods.Brotli,
                PooledConnectionLifetime = ConnectionLifetime,
            };
        }

        var handler = make();
        TurnRedirectsOff(handler);
        return handler;
    }

    /// <summary>Turns redirects off: .NET removes only the header Authorization on the way to another host, and a project token would travel on.</summary>
    public static void TurnRedirectsOff(HttpMessageHandler handler)
    {
        switch (handler)
        {
            case DelegatingHandler { InnerHandler: { } inner }:
                TurnRedirectsOff(inner);
                break;
            case SocketsHttpHandler { AllowAutoRedirect: true } sockets:
                sockets.AllowAutoRedirect = false;
                break;
            case HttpClientHandler { AllowAutoRedirect: true } client:
                client.AllowAutoRedirect = false;
                break;
        }
    }
}
