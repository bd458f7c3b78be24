using System.Net.Sockets;
using System.Security.Authentication;
using static System.FormattableString;

namespace TraceClient.Http;

/// <summary>Makes the exceptions of requests that got no usable response.</summary>
internal static class TransportErrors
{
    /// <summary>Whether an exception from below is the transport's. Others are errors of a program and pass as they are.</summary>
    public static bool IsTransport(Exception exception) =>
        exception is HttpRequestException or IOException or SocketException or AuthenticationException
            or ExecutionRejectedException or OperationCanceledException or TimeoutException;

    public static TraceTransportException From(RequestDescription request, Exception exception, ResilienceOptions options) =>
        exception switch
        {
            BrokenCircuitException open => CircuitOpen(request, open),
            TimeoutRejectedException timeout => TimedOut(request, timeout, options),
            ExecutionRejectedException => Create(request, "was not sent: the resilience pipeline rejected it. Try again later.", exception),
            OperationCanceledException or TimeoutException => Create(
                request, $"had no response in time{After(request)}: the handler below gave up. "
                    + "Check the timeouts of what PrimaryHandler makes.", exception),
            _ => NotConnected(request, exception),
        };

    public static TraceTransportException BodyBroken(RequestDescription request, long bytes, Exception exception) =>
        BrokenOff(request, bytes, ": the connection was lost or the data damaged. Try again.", exception);

    public static TraceTransportException BodyTooShort(RequestDescription request, long bytes, long expected) =>
        BrokenOff(request, bytes, Invariant($" of the {expected} that were announced. Try again."));

    public static TraceTransportException BodySilent(RequestDescription request, long bytes, TimeSpan idleTimeout) => BrokenOff(
        request, bytes,
        $": nothing came for {ErrorAdvice.Seconds(idleTimeout)}. "
            + $"Try again, or set {request.OptionsKey}:Resilience:BodyIdleTimeout to a longer time.");

    public static TraceTransportException BodyTooLate(ResponseContext context, long bytes) => Create(context.Request,
        $"responded, but the body was not complete within {ErrorAdvice.Seconds(context.Resilience.TotalTimeout)}: "
        + Invariant($"{bytes} bytes arrived. ")
        + $"Request less at a time, or set {context.Request.OptionsKey}:Resilience:TotalTimeout to a longer time.");

    public static TraceTransportException BodyTooSlow(ResponseContext context, long bytes, TimeSpan waited) => Create(context.Request,
        "responded, but the body arrived too slowly: "
        + Invariant($"after {bytes} bytes it fell below {context.Resilience.MinimumBytesPerSecond} bytes a second ")
        + $"over {ErrorAdvice.Seconds(waited)}. Try again, or lower {context.Request.OptionsKey}:Resilience:MinimumBytesPerSecond.");

    /// <summary>The exception for a request that may have changed something, whose response was lost.</summary>
    public static TraceTransportException OutcomeUnknown(RequestDescription request, Exception exception) => Create(request,
        "was sent, but its response was lost: the outcome is unknown. "
            + "It was not sent again, since it could end another session. Check the sessions first.",
        exception, isTransient: false);

    private static TraceTransportException CircuitOpen(RequestDescription request, BrokenCircuitException open)
    {
        var again = open switch
        {
            IsolatedCircuitException => "The circuit was opened by hand and stays so.",
            { RetryAfter: { } wait } => $"The next request is let through in {ErrorAdvice.Seconds(wait)}.",
            _ => "A request is let through from time to time to see whether that has changed.",
        };
        return Create(
            request, $"was not sent: too many requests to {request.SourceName} failed of late, so its circuit is open. {again}", open);
    }

    private static TraceTransportException TimedOut(RequestDescription request, TimeoutRejectedException timeout, ResilienceOptions options)
    {
        var key = $"{request.OptionsKey}:Resilience:";
        var what = options.Pipeline is not null ? "the time that your pipeline allows"
            : request.State.TotalTimeoutPassed
            ? $"{ErrorAdvice.Seconds(timeout.Timeout)}, the time for all attempts ({key}{nameof(options.TotalTimeout)})"
            : $"{ErrorAdvice.Seconds(timeout.Timeout)}, the time for one attempt ({key}{nameof(options.AttemptTimeout)})";
        return Create(
            request, $"had no response within {what}{After(request)}. "
                + "Request less at a time, allow more time, or check that the service is up.", timeout);
    }

    private static TraceTransportException NotConnected(RequestDescription request, Exception exception)
    {
        var (key, host) = ($"{request.OptionsKey}:BaseAddress", request.Authority);
        var reason = (exception as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => $"the name of {host} is not known. Check {key}, the DNS and the network.",
            HttpRequestError.SecureConnectionError or HttpRequestError.Unknown or null when IsAuthentication(exception) =>
                $"no TLS connection with {host}, whose certificate or protocol was not accepted. "
                + "Check the address, the clock, and whether a proxy puts its own certificate in: "
                    + "trust that one on the machine or by PrimaryHandler.",
            HttpRequestError.SecureConnectionError => $"the TLS connection with {host} broke off. Check that the port speaks https.",
            HttpRequestError.ConnectionError => $"no connection to {host}. Check {key}, that the service is up, and the firewall.",
            HttpRequestError.ProxyTunnelError => $"the proxy did not open the way to {host}. Check the proxy's address and credentials.",
            HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.VersionNegotiationError =>
                $"the response of {host} is not valid HTTP. Check that {key} names the right port.",
            HttpRequestError.ConfigurationLimitExceeded => $"the headers of the response of {host} are larger than the handler allows.",
            HttpRequestError.ResponseEnded => $"{host} closed the connection before it responded. Try again.",
            _ => $"the connection to {host} gave no response. Try again, and check {key} and the network.",
        };
        return Create(request, $"failed{After(request)}: {reason}", exception, RetryRules.IsTransient(exception));
    }

    private static bool IsAuthentication(Exception exception) =>
        exception is AuthenticationException || exception.InnerException is AuthenticationException;

    private static string? After(RequestDescription request) =>
        request.State.Attempts > 1 ? Invariant($" after {request.State.Attempts} attempts") : null;

    private static TraceTransportException BrokenOff(RequestDescription request, long bytes, string why, Exception? exception = null)
    {
        var broken = Create(request, Invariant($"responded, but the body broke off after {bytes} bytes{why}"), exception);
        broken.Context.IsBodyIncomplete = true;
        return broken;
    }

    /// <summary>The exception for what became of a request.</summary>
    public static TraceTransportException Create(
        RequestDescription request, string what, Exception? exception = null, bool isTransient = true) =>
        new($"{request} {what}",
            exception is null ? null : request.Redact(exception))
        { Context = request.ErrorContext(), IsTransient = isTransient };
}
