using System.Security.Authentication;

namespace TraceClient.Http;

/// <summary>Builds a source's pipeline, outermost first: total timeout, retry, circuit breaker, attempt timeout.</summary>
internal sealed class SourceResiliencePipeline(SourceHttpSettings settings, ILogger logger)
{
    public static readonly ResiliencePropertyKey<HttpRequestMessage> RequestKey = new("TraceClient.Request");

    private readonly ResilienceOptions _options = settings.Options.Resilience;

    /// <summary>The user's pipeline, or one that does as the options say.</summary>
    public static ResiliencePipeline<HttpResponseMessage> Create(SourceHttpSettings settings, ILogger logger) =>
        settings.Options.Resilience.Pipeline ?? new SourceResiliencePipeline(settings, logger).Build();

    /// <summary>Gets how often and how long a request is tried.</summary>
    public static RetryTimes TimesOf(ResilienceOptions options) =>
        new(options.MaxRetries, options.RetryDelay, options.MaxRetryDelay, options.AttemptTimeout, options.TotalTimeout);

    private ResiliencePipeline<HttpResponseMessage> Build()
    {
        var pipeline = new RetryPipeline<HttpResponseMessage>(TimesOf(_options), settings.TimeProvider)
        {
            IsTransient = static (outcome, context) => MayRepeat(RequestOf(context)) && IsTransient(outcome),
            RetryAfter = response => RetryAfterHeader.Read(response, settings.TimeProvider),
            OnRetry = ReportRetry,
        };
        return pipeline.Build("TraceClient." + settings.SourceName, builder =>
        {
            if (_options.CircuitFailureRatio > 0)
                builder.AddCircuitBreaker(Circuit());
        });
    }

    private void ReportRetry(OnRetryArguments<HttpResponseMessage> arguments)
    {
        var request = RequestOf(arguments.Context);
        var status = (int?)arguments.Outcome.Result?.StatusCode;
        var reason = status?.ToString(CultureInfo.InvariantCulture) ?? arguments.Outcome.Exception?.GetType().Name;
        Instruments.Retried(settings.SourceName, status);
        HttpLog.Retry(
            logger, settings.SourceName, request.Method.Method, PathOf(request), reason, arguments.AttemptNumber + 1,
            arguments.RetryDelay.TotalMilliseconds);
    }

    private CircuitBreakerStrategyOptions<HttpResponseMessage> Circuit() => new()
    {
        FailureRatio = _options.CircuitFailureRatio,
        MinimumThroughput = _options.CircuitMinimumThroughput,
        SamplingDuration = _options.CircuitSamplingDuration,
        BreakDuration = _options.CircuitBreakDuration,
        ShouldHandle = static arguments =>
            ValueTask.FromResult(RetryRules.IsServiceFailure(arguments.Outcome.Result, arguments.Outcome.Exception)),
        OnOpened = arguments =>
        {
            HttpLog.CircuitOpened(logger, settings.SourceName, arguments.BreakDuration.TotalSeconds);
            return default;
        },
        OnClosed = _ =>
        {
            HttpLog.CircuitClosed(logger, settings.SourceName);
            return default;
        },
    };

    private static bool MayRepeat(HttpRequestMessage request) =>
        RetryRules.MayRepeat(request.Method) && !RequestState.Of(request).MustNotRepeat;

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is { } exception
            ? RetryRules.IsTransient(exception)
            : outcome.Result is { } response && RetryRules.IsTransient(response.StatusCode);

    private static string? PathOf(HttpRequestMessage request) =>
        Redaction.Address(request.RequestUri, RequestState.Of(request).Tokens)?.AbsolutePath;

    private static HttpRequestMessage RequestOf(ResilienceContext context) => context.Properties.GetValue(RequestKey, null!);
}

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

    /// <summary>Whether the failure may be gone at the next attempt: a certificate that is not trusted will not be.</summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        TraceTransportException transport => transport.IsTransient,
        HttpRequestException { InnerException: AuthenticationException } => false,
        HttpRequestException request => request.HttpRequestError is not (
            HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.UserAuthenticationError
            or HttpRequestError.VersionNegotiationError or HttpRequestError.ExtendedConnectNotSupported),
        TimeoutRejectedException or IOException or System.Net.Sockets.SocketException or TimeoutException => true,
        _ => false,
    };

    /// <summary>Gets whether a request may have been carried out although its
    /// response is an error: it was neither refused nor put off.</summary>
    public static bool MayHaveBeenDone(HttpStatusCode status) => IsTransient(status) && status != HttpStatusCode.TooManyRequests;

    /// <summary>Gets whether a request may have been carried out although it has no response: it may have been sent.</summary>
    public static bool MayHaveBeenDone(Exception exception) => exception is not (
        TraceClientException
        or HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.ProxyTunnelError or HttpRequestError.SecureConnectionError,
        });

    /// <summary>Whether an attempt counts against the circuit: the service gave no response, or one that says it is not well.</summary>
    public static bool IsServiceFailure(HttpResponseMessage? response, Exception? exception) => exception switch
    {
        null => response is { StatusCode: HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError },
        HttpRequestException or TimeoutRejectedException or IOException or System.Net.Sockets.SocketException or TimeoutException => true,
        _ => false,
    };
}
