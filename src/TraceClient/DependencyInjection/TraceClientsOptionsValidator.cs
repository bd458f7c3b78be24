using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TraceClient.Authentication;
using TraceClient.Http;

namespace TraceClient.DependencyInjection;

/// <summary>Checks the options of one client; its messages name the key to set.</summary>
internal sealed class TraceClientsOptionsValidator(string key, string prefix, IServiceProviderIsKeyedService services)
    : IValidateOptions<TraceClientsOptions>
{
    private const int MaxPageSize = 1000;

    public ValidateOptionsResult Validate(string? name, TraceClientsOptions options)
    {
        if (name != key)
            return ValidateOptionsResult.Skip;

        string[] failures = [.. Failures(options)];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private IEnumerable<string> Failures(TraceClientsOptions options)
    {
        string[] missing = [.. Missing(options)];
        return missing.Length > 0 ? missing : FailuresOfSources(options);
    }

    private IEnumerable<string> Missing(TraceClientsOptions options) =>
        new (string Name, TraceSourceOptions? Source)[] { ("Calyptia", options.Calyptia), ("Kubiya", options.Kubiya), ("Galtea", options.Galtea) }
            .Where(entry => entry.Source is null)
            .Select(entry => $"{prefix}:{entry.Name} must not be null: leave it out for the defaults.");

    private IEnumerable<string> FailuresOfSources(TraceClientsOptions options)
    {
        if (options is { Calyptia.IsConfigured: false, Kubiya.IsConfigured: false, Galtea.IsConfigured: false }
            && !services.IsKeyedService(typeof(ITraceSource), key))
        {
            yield return $"No source is configured: set {prefix}:Calyptia:Token, {prefix}:Kubiya:Token or {prefix}:Galtea:Token.";
        }

        foreach (var failure in OfSource(options.Calyptia, "Calyptia", options.Calyptia.PageSize, MaxPageSize))
            yield return failure;
        foreach (var failure in OfSource(options.Kubiya, "Kubiya", options.Kubiya.PageSize, maxPageSize: 100))
            yield return failure;
        foreach (var failure in OfSource(options.Galtea, "Galtea", options.Galtea.PageSize, MaxPageSize))
            yield return failure;
        if (options.Calyptia.IsConfigured && options.Calyptia.ChunkGap <= TimeSpan.Zero)
            yield return $"{prefix}:Calyptia:ChunkGap must be more than 0; it is {options.Calyptia.ChunkGap}.";
    }

    private IEnumerable<string> OfSource(TraceSourceOptions source, string name, int pageSize, int maxPageSize)
    {
        if (!source.IsConfigured)
            yield break;
        foreach (var failure in TraceSourceOptionsValidator.Validate(source, $"{prefix}:{name}"))
            yield return failure;
        if (string.IsNullOrEmpty(source.Token) && source.TokenProvider is null)
            yield return $"{prefix}:{name}:Token must be set, or a token provider in code: the source is on, and it has no token.";
        if (pageSize < 1 || pageSize > maxPageSize)
            yield return $"{prefix}:{name}:PageSize must be from 1 to {maxPageSize}; it is {pageSize}.";
    }
}

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
