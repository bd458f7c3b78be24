using System.Net;
using System.Security.Authentication;
using Polly.Timeout;

namespace TraceClient.Http;

/// <summary>What may be sent again, and after what.</summary>
internal static class RetryRules
{
    /// <summary>Whether to send the request twice does the same as to send it once.</summary>
    public static bool MayRepeat(HttpMethod method) =>
        method == HttpMethod.Get || method == HttpMethod.Head || method == HttpMethod.Put || method == HttpMethod.Delete;

    /// <summary>Whether the same request may succeed later.</summary>
    public static bool IsTransient(HttpStatusCode status) => status is
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError
        or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <summary>Whether the fault may be gone at the next attempt: a certificate that is not trusted will not be.</summary>
    public static bool IsTransient(Exception fault) => fault switch
    {
        TraceTransportException transport => transport.IsTransient,
        HttpRequestException { InnerException: AuthenticationException } => false,
        HttpRequestException request => request.HttpRequestError is not (
            HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.UserAuthenticationError
            or HttpRequestError.VersionNegotiationError or HttpRequestError.ExtendedConnectNotSupported),
        TimeoutRejectedException or IOException or System.Net.Sockets.SocketException or TimeoutException => true,
        _ => false,
    };

    /// <summary>Gets whether a request may have been carried out although its response is an error: it was neither refused nor put off.</summary>
    public static bool MayHaveBeenDone(HttpStatusCode status) => IsTransient(status) && status != HttpStatusCode.TooManyRequests;

    /// <summary>Gets whether a request may have been carried out although it has no response: it may have been sent.</summary>
    public static bool MayHaveBeenDone(Exception exception) => exception is not (
        TraceClientException
        or HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.ProxyTunnelError or HttpRequestError.SecureConnectionError,
        });

    /// <summary>Whether an attempt counts against the circuit: the service gave no answer, or one that says it is not well.</summary>
    public static bool IsServiceFailure(HttpResponseMessage? response, Exception? fault) => fault switch
    {
        null => response is { StatusCode: HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError },
        HttpRequestException or TimeoutRejectedException or IOException or System.Net.Sockets.SocketException or TimeoutException => true,
        _ => false,
    };
}
