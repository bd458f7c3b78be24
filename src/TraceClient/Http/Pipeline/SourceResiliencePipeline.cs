using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using TraceClient.Telemetry;

namespace TraceClient.Http;

/// <summary>Builds a source's pipeline, outermost first: total timeout, retry, circuit breaker, attempt timeout.</summary>
internal sealed class SourceResiliencePipeline
{
    public static readonly ResiliencePropertyKey<HttpRequestMessage> RequestKey = new("TraceClient.Request");

    private readonly string _sourceName;
    private readonly ResilienceOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;

    private SourceResiliencePipeline(SourceHttpSettings settings, ILogger logger)
    {
        _sourceName = settings.SourceName;
        _options = settings.Options.Resilience;
        _timeProvider = settings.TimeProvider;
        _logger = logger;
    }

    /// <summary>The user's pipeline, or one that does as the options say.</summary>
    public static ResiliencePipeline<HttpResponseMessage> Create(SourceHttpSettings settings, ILogger logger) =>
        settings.Options.Resilience.Pipeline ?? new SourceResiliencePipeline(settings, logger).Build();

    private ResiliencePipeline<HttpResponseMessage> Build()
    {
        var times = new RetryTimes(_options.MaxRetries, _options.RetryDelay, _options.MaxRetryDelay, _options.AttemptTimeout, _options.TotalTimeout);
        var pipeline = new RetryPipeline<HttpResponseMessage>(times, _timeProvider)
        {
            IsTransient = static (outcome, context) => MayRepeat(RequestOf(context)) && IsTransient(outcome),
            RetryAfter = response => RetryAfterHeader.Read(response, _timeProvider),
            OnRetry = ReportRetry,
        };
        return pipeline.Build("TraceClient." + _sourceName, builder =>
        {
            if (_options.CircuitFailureRatio > 0)
                builder.AddCircuitBreaker(Circuit());
        });
    }

    private void ReportRetry(OnRetryArguments<HttpResponseMessage> arguments)
    {
        var request = RequestOf(arguments.Context);
        var status = (int?)arguments.Outcome.Result?.StatusCode;
        var reason = status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? arguments.Outcome.Exception?.GetType().Name;
        Instruments.Retried(_sourceName, status);
        HttpLog.Retry(
            _logger, _sourceName, request.Method.Method, PathOf(request), reason, arguments.AttemptNumber + 1, arguments.RetryDelay.TotalMilliseconds);
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
            HttpLog.CircuitOpened(_logger, _sourceName, arguments.BreakDuration.TotalSeconds);
            return default;
        },
        OnClosed = _ =>
        {
            HttpLog.CircuitClosed(_logger, _sourceName);
            return default;
        },
    };

    private static bool MayRepeat(HttpRequestMessage request) => RetryRules.MayRepeat(request.Method) && !RequestState.Of(request).MustNotRepeat;

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is { } fault ? RetryRules.IsTransient(fault) : outcome.Result is { } response && RetryRules.IsTransient(response.StatusCode);

    private static string? PathOf(HttpRequestMessage request) => Redaction.Address(request.RequestUri, RequestState.Of(request).Tokens)?.AbsolutePath;

    private static HttpRequestMessage RequestOf(ResilienceContext context) => context.Properties.GetValue(RequestKey, null!);
}
