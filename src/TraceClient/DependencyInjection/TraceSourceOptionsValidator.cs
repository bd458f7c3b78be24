using System.Globalization;
using TraceClient.Authentication;
using TraceClient.Http;

namespace TraceClient.DependencyInjection;

/// <summary>Checks a source's options. Each message names the key to set and never quotes a token or an address.</summary>
internal static class TraceSourceOptionsValidator
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan ShortestCircuitTime = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(1);

    /// <summary>The faults of the options, none when they are right.</summary>
    /// <param name="options">The options.</param>
    /// <param name="keyPrefix">Where the options stand, such as <c>TraceClients:Kubiya</c>.</param>
    public static IEnumerable<string> Validate(TraceSourceOptions options, string keyPrefix)
    {
        if (options.BaseAddress is { } address && BaseAddress.Fault(address, options.AllowInsecureHttp) is { } fault)
            yield return $"{keyPrefix}:{nameof(options.BaseAddress)} {fault}";

        if (!string.IsNullOrEmpty(options.Token) && BearerToken.Fault(options.Token) is { } tokenFault)
            yield return $"{keyPrefix}:{nameof(options.Token)} {tokenFault}";

        var resilience = options.Resilience is { } given
            ? Resilience(given, $"{keyPrefix}:{nameof(options.Resilience)}")
            : [$"{keyPrefix}:{nameof(options.Resilience)} must not be null: leave it out for the defaults."];

        var limits = options.Limits is { } set
            ? Limits(set, $"{keyPrefix}:{nameof(options.Limits)}")
            : [$"{keyPrefix}:{nameof(options.Limits)} must not be null: leave it out for the defaults."];

        foreach (var message in resilience.Concat(limits))
            yield return message;
    }

    private static IEnumerable<string> Resilience(ResilienceOptions options, string prefix)
    {
        foreach (var message in Waits(options, prefix))
            yield return message;

        // A pipeline of the user's own takes the place of the rest.
        if (options.Pipeline is not null)
            yield break;

        foreach (var message in Retries(options, prefix).Concat(Timeouts(options, prefix)).Concat(Circuit(options, prefix)))
            yield return message;
    }

    private static IEnumerable<string> Waits(ResilienceOptions options, string prefix)
    {
        if (options.BodyIdleTimeout != TimeSpan.Zero && !IsWithin(options.BodyIdleTimeout, ShortestTimeout, LongestTime))
            yield return Timeout(prefix, nameof(options.BodyIdleTimeout), options.BodyIdleTimeout);
        if (options.MinimumBytesPerSecond < 0)
            yield return Message(prefix, nameof(options.MinimumBytesPerSecond), "must be 0 or more", options.MinimumBytesPerSecond);
        if (options.RequestsPerMinute is < 1)
            yield return Message(prefix, nameof(options.RequestsPerMinute), "must be 1 or more, or left out for no limit", options.RequestsPerMinute);
    }

    private static IEnumerable<string> Retries(ResilienceOptions options, string prefix)
    {
        if (options.MaxRetries < 0)
            yield return Message(prefix, nameof(options.MaxRetries), "must be 0 or more", options.MaxRetries);
        if (!IsWithin(options.RetryDelay, TimeSpan.Zero, LongestTime))
            yield return Message(prefix, nameof(options.RetryDelay), "must be from 0 to 1 day", options.RetryDelay);
        if (!IsWithin(options.MaxRetryDelay, TimeSpan.Zero, LongestTime))
            yield return Message(prefix, nameof(options.MaxRetryDelay), "must be from 0 to 1 day", options.MaxRetryDelay);
        else if (options.MaxRetryDelay < options.RetryDelay)
            yield return Message(prefix, nameof(options.MaxRetryDelay), "must not be shorter than RetryDelay", options.MaxRetryDelay);
    }

    private static IEnumerable<string> Timeouts(ResilienceOptions options, string prefix)
    {
        if (options.AttemptTimeout != TimeSpan.Zero && !IsWithin(options.AttemptTimeout, ShortestTimeout, LongestTime))
            yield return Timeout(prefix, nameof(options.AttemptTimeout), options.AttemptTimeout);

        if (options.TotalTimeout == TimeSpan.Zero)
            yield break;
        if (!IsWithin(options.TotalTimeout, ShortestTimeout, LongestTime))
            yield return Timeout(prefix, nameof(options.TotalTimeout), options.TotalTimeout);
        else if (options.TotalTimeout < options.AttemptTimeout)
            yield return Message(prefix, nameof(options.TotalTimeout), "must not be shorter than AttemptTimeout", options.TotalTimeout);
    }

    private static IEnumerable<string> Circuit(ResilienceOptions options, string prefix)
    {
        if (options.CircuitFailureRatio is not (>= 0 and <= 1))
            yield return Message(prefix, nameof(options.CircuitFailureRatio), "must be from 0 (no circuit breaker) to 1", options.CircuitFailureRatio);
        if (options.CircuitMinimumThroughput < 2)
            yield return Message(prefix, nameof(options.CircuitMinimumThroughput), "must be 2 or more", options.CircuitMinimumThroughput);
        if (!IsWithin(options.CircuitSamplingDuration, ShortestCircuitTime, LongestTime))
            yield return Message(prefix, nameof(options.CircuitSamplingDuration), "must be from 500 ms to 1 day", options.CircuitSamplingDuration);
        if (!IsWithin(options.CircuitBreakDuration, ShortestCircuitTime, LongestTime))
            yield return Message(prefix, nameof(options.CircuitBreakDuration), "must be from 500 ms to 1 day", options.CircuitBreakDuration);
    }

    private static IEnumerable<string> Limits(LimitOptions options, string prefix)
    {
        if (options.MaxElementBytes < 1)
            yield return Message(prefix, nameof(options.MaxElementBytes), "must be 1 or more", options.MaxElementBytes);
        if (options.MaxBodyBytes < 1)
            yield return Message(prefix, nameof(options.MaxBodyBytes), "must be 1 or more", options.MaxBodyBytes);
        if (options.MaxJsonDepth < 1)
            yield return Message(prefix, nameof(options.MaxJsonDepth), "must be 1 or more", options.MaxJsonDepth);
    }

    private static bool IsWithin(TimeSpan value, TimeSpan least, TimeSpan most) => value >= least && value <= most;

    private static string Timeout(string prefix, string key, TimeSpan value) =>
        Message(prefix, key, "must be from 10 ms to 1 day, or 0 for no limit", value);

    private static string Message(string prefix, string key, string rule, IFormattable? value) =>
        $"{prefix}:{key} {rule}; it is {value?.ToString(format: null, CultureInfo.InvariantCulture)}.";
}
