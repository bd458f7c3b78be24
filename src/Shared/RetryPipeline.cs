namespace TraceClient.Http;

/// <summary>Builds a resilience pipeline, outermost first: total timeout, retry, what the caller adds, attempt timeout.</summary>
internal sealed class RetryPipeline<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] T>(
    RetryTimes times, TimeProvider timeProvider)
{
    private static readonly ResiliencePropertyKey<TimeSpan> WaitKey = new("TraceClient.Wait");
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>Gets whether another attempt may succeed where one had this outcome.</summary>
    public required Func<Outcome<T>, ResilienceContext, bool> IsTransient { get; init; }

    /// <summary>Gets the wait that the service requests with its response; null where it requests none.</summary>
    public required Func<T, TimeSpan?> RetryAfter { get; init; }

    /// <summary>Gets what to do before the wait for a retry.</summary>
    public Action<OnRetryArguments<T>>? OnRetry { get; init; }

    /// <summary>Builds the pipeline. It is to be executed with a context of <see cref="RetryContext"/>.</summary>
    /// <param name="name">The name of the pipeline.</param>
    /// <param name="addInner">Adds what each attempt passes.</param>
    public ResiliencePipeline<T> Build(string name, Action<ResiliencePipelineBuilder<T>>? addInner = null)
    {
        // Without a listener Polly neither logs nor measures: the SDK has events of its own.
        var builder = new ResiliencePipelineBuilder<T> { Name = name, TimeProvider = timeProvider, TelemetryListener = null };
        if (times.TotalTimeout > TimeSpan.Zero)
            builder.AddTimeout(new TimeoutStrategyOptions { Timeout = times.TotalTimeout, OnTimeout = RetryContext.SetTotalTimeoutPassed });
        if (times.MaxRetries > 0)
            builder.AddRetry(Retry());
        addInner?.Invoke(builder);
        if (times.AttemptTimeout > TimeSpan.Zero)
            builder.AddTimeout(times.AttemptTimeout);
        return builder.Build();
    }

    private RetryStrategyOptions<T> Retry() => new()
    {
        MaxRetryAttempts = times.MaxRetries,
        ShouldHandle = arguments => ValueTask.FromResult(TryPlanRetry(arguments)),
        DelayGenerator = static arguments => ValueTask.FromResult<TimeSpan?>(arguments.Context.Properties.GetValue(WaitKey, default)),
        OnRetry = arguments =>
        {
            OnRetry?.Invoke(arguments);
            return default;
        },
    };

    /// <summary>Gets whether to try again, and sets the wait before it. A wait that ends after the total timeout is not begun.</summary>
    private bool TryPlanRetry(RetryPredicateArguments<T> arguments)
    {
        if (!IsTransient(arguments.Outcome, arguments.Context))
            return false;

        var wait = (arguments.Outcome.Result is { } result ? RetryAfter(result) : null) ?? times.Backoff(arguments.AttemptNumber);
        arguments.Context.Properties.Set(WaitKey, wait);
        return wait <= LongestWait
            && (times.TotalTimeout <= TimeSpan.Zero || RetryContext.Elapsed(arguments.Context, timeProvider) + wait < times.TotalTimeout);
    }
}

/// <summary>Represents how often and how long a request is tried. A timeout of zero means none.</summary>
internal sealed record RetryTimes(int MaxRetries, TimeSpan Delay, TimeSpan MaxDelay, TimeSpan AttemptTimeout, TimeSpan TotalTimeout)
{
    // More would be no number any more, and every wait is the maximum long before.
    private const int MostDoublings = 60;

    /// <summary>Gets the wait before a retry: it doubles up to the maximum, and up to half of it is left out at random.</summary>
    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "Jitter spreads load; it guards nothing.")]
    public TimeSpan Backoff(int retry)
    {
        var full = Math.Min(Delay.TotalMilliseconds * Math.Pow(2, Math.Min(retry, MostDoublings)), MaxDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(full * (0.5 + (Random.Shared.NextDouble() / 2)));
    }
}

/// <summary>Holds what a <see cref="RetryPipeline{T}"/> knows of one execution.</summary>
internal static class RetryContext
{
    private static readonly ResiliencePropertyKey<long> StartedAtKey = new("TraceClient.StartedAt");
    private static readonly ResiliencePropertyKey<bool> TotalTimeoutPassedKey = new("TraceClient.TotalTimeoutPassed");

    /// <summary>Gets a context from the pool, with the time at which the execution starts.</summary>
    public static ResilienceContext Start(TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        context.Properties.Set(StartedAtKey, timeProvider.GetTimestamp());
        return context;
    }

    public static TimeSpan Elapsed(ResilienceContext context, TimeProvider timeProvider) =>
        timeProvider.GetElapsedTime(context.Properties.GetValue(StartedAtKey, 0));

    public static ValueTask SetTotalTimeoutPassed(OnTimeoutArguments arguments)
    {
        arguments.Context.Properties.Set(TotalTimeoutPassedKey, true);
        return default;
    }

    /// <summary>Gets whether it was the time for all attempts that ran out, not the time for one.</summary>
    public static bool IsTotalTimeoutPassed(ResilienceContext context) => context.Properties.GetValue(TotalTimeoutPassedKey, false);
}
