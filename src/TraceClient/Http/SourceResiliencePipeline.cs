using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;
using TraceClient.Telemetry;

namespace TraceClient.Http;

/// <summary>Builds a source's pipeline, outermost first: total timeout, retry, circuit breaker, attempt timeout.</summary>
internal sealed class SourceResiliencePipeline
{
    public static readonly ResiliencePropertyKey<HttpRequestMessage> RequestKey = new("TraceClient.Request");

    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

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
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { Name = "TraceClient." + _sourceName, TimeProvider = _timeProvider };
        if (_options.TotalTimeout > TimeSpan.Zero)
            builder.AddTimeout(TotalTimeout());
        if (_options.MaxRetries > 0)
            builder.AddRetry(Retry());
        if (_options.CircuitFailureRatio > 0)
            builder.AddCircuitBreaker(Circuit());
        if (_options.AttemptTimeout > TimeSpan.Zero)
            builder.AddTimeout(_options.AttemptTimeout);
        return builder.Build();
    }

    private TimeoutStrategyOptions TotalTimeout() => new()
    {
        Timeout = _options.TotalTimeout,
        OnTimeout = static arguments =>
        {
            RequestState.Of(RequestOf(arguments.Context)).TotalTimeoutPassed = true;
            return default;
        },
    };

    private RetryStrategyOptions<HttpResponseMessage> Retry() => new()
    {
        MaxRetryAttempts = _options.MaxRetries,
        ShouldHandle = arguments => ValueTask.FromResult(TryPlanRetry(arguments)),
        DelayGenerator = static arguments => ValueTask.FromResult<TimeSpan?>(RequestState.Of(RequestOf(arguments.Context)).NextWait),
        OnRetry = arguments =>
        {
            ReportRetry(arguments);
            return default;
        },
    };

    /// <summary>Whether to send again. The wait is settled here, since one that passes the total timeout is not worth to begin.</summary>
    private bool TryPlanRetry(RetryPredicateArguments<HttpResponseMessage> arguments)
    {
        var request = RequestOf(arguments.Context);
        if (!RetryRules.MayRepeat(request.Method) || RequestState.Of(request).MustNotRepeat || !IsTransient(arguments.Outcome))
            return false;

        var state = RequestState.Of(request);
        var wait = arguments.Outcome.Result is { } response && RetryAfterHeader.Read(response, _timeProvider) is { } asked
            ? asked
            : Backoff(arguments.AttemptNumber);
        state.NextWait = wait;
        return wait <= LongestWait
            && (_options.TotalTimeout <= TimeSpan.Zero || _timeProvider.GetElapsedTime(state.StartedAt) + wait < _options.TotalTimeout);
    }

    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "Jitter spreads load; it guards nothing.")]
    private TimeSpan Backoff(int retry)
    {
        var full = Math.Min(_options.RetryDelay.TotalMilliseconds * Math.Pow(2, retry), _options.MaxRetryDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(full * (0.5 + (Random.Shared.NextDouble() / 2)));
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

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is { } fault ? RetryRules.IsTransient(fault) : outcome.Result is { } response && RetryRules.IsTransient(response.StatusCode);

    private static string? PathOf(HttpRequestMessage request) => Redaction.Address(request.RequestUri, RequestState.Of(request).Tokens)?.AbsolutePath;

    private static HttpRequestMessage RequestOf(ResilienceContext context) => context.Properties.GetValue(RequestKey, null!);
}
