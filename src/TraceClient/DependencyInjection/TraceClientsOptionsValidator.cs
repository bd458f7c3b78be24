namespace TraceClient.DependencyInjection;

/// <summary>Checks the options of one client; its messages name the key to set.</summary>
/// <remarks>
/// Written by hand: a validator that <c>[OptionsValidator]</c> generates names <c>TraceClients:Kubiya.Resilience.MaxRetries</c> in the attribute's own words, and knows
/// neither sources that are off nor options that depend on each other.
/// </remarks>
internal sealed class TraceClientsOptionsValidator(string key, string prefix, IServiceProviderIsKeyedService services)
    : IValidateOptions<TraceClientsOptions>
{
    public ValidateOptionsResult Validate(string? name, TraceClientsOptions options)
    {
        if (name != key)
            return ValidateOptionsResult.Skip;

        string[] failures = [.. Failures(options)];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private IEnumerable<string> Failures(TraceClientsOptions options)
    {
        (string Name, TraceSourceOptions? Source, int? PageSize, int MaxPageSize)[] sources =
        [
            ("Calyptia", options.Calyptia, options.Calyptia?.PageSize, 1000),
            ("Kubiya", options.Kubiya, options.Kubiya?.PageSize, 100),
            ("Galtea", options.Galtea, options.Galtea?.PageSize, 1000),
        ];
        string[] missing = [.. sources.Where(entry => entry.Source is null).Select(entry => $"{prefix}:{entry.Name} must not be null: leave it out for the defaults.")];
        if (missing.Length > 0)
            return missing;
        if (!sources.Any(entry => entry.Source!.IsConfigured))
        {
            return services.IsKeyedService(typeof(ITraceSource), key)
                ? []
                : [$"No source is configured: set {string.Join(", ", sources[..^1].Select(entry => $"{prefix}:{entry.Name}:Token"))} or {prefix}:{sources[^1].Name}:Token."];
        }

        return sources.Where(entry => entry.Source!.IsConfigured)
            .SelectMany(entry => OfSource(entry.Source!, $"{prefix}:{entry.Name}", entry.PageSize!.Value, entry.MaxPageSize));
    }

    private static IEnumerable<string> OfSource(TraceSourceOptions source, string place, int pageSize, int maxPageSize)
    {
        foreach (var failure in TraceSourceOptionsValidator.Validate(source, place))
            yield return failure;
        if (string.IsNullOrEmpty(source.Token) && source.TokenProvider is null)
            yield return $"{place}:Token must be set, or a token provider in code: the source is on, and it has no token.";
        if (pageSize < 1 || pageSize > maxPageSize)
            yield return $"{place}:PageSize must be from 1 to {maxPageSize}; it is {pageSize}.";
        if (source is CalyptiaOptions { ChunkGap: var gap } && gap <= TimeSpan.Zero)
            yield return $"{place}:ChunkGap must be more than 0; it is {gap}.";
    }
}

/// <summary>Checks a source's options. Each message names the key to set and never quotes a token or an address.</summary>
internal static class TraceSourceOptionsValidator
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan ShortestCircuitTime = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(1);

    /// <summary>Gets what is wrong with the options; nothing when they are right.</summary>
    /// <param name="options">The options.</param>
    /// <param name="place">Where the options stand, such as <c>TraceClients:Kubiya</c>.</param>
    public static IEnumerable<string> Validate(TraceSourceOptions options, string place)
    {
        string?[] failures =
        [
            Failure($"{place}:BaseAddress", options.BaseAddress is { } address ? BaseAddress.Fault(address, options.AllowInsecureHttp) : null),
            Failure($"{place}:Token", string.IsNullOrEmpty(options.Token) ? null : BearerToken.Fault(options.Token)),
            .. options.Resilience is { } resilience ? OfResilience(resilience, $"{place}:Resilience") : [Missing($"{place}:Resilience")],
            .. options.Limits is { } limits ? OfLimits(limits, $"{place}:Limits") : [Missing($"{place}:Limits")],
        ];
        return failures.OfType<string>();
    }

    private static string?[] OfResilience(ResilienceOptions options, string place) =>
    [
        Timeout(place, options.BodyIdleTimeout),
        Rule(place, options.MinimumBytesPerSecond, options.MinimumBytesPerSecond >= 0, "must be 0 or more"),
        Rule(place, options.RequestsPerMinute, options.RequestsPerMinute is null or >= 1, "must be 1 or more, or left out for no limit"),

        // A pipeline of the user's own takes the place of the rest.
        .. options.Pipeline is null ? OfPipeline(options, place) : [],
    ];

    private static string?[] OfPipeline(ResilienceOptions options, string place) =>
    [
        Rule(place, options.MaxRetries, options.MaxRetries >= 0, "must be 0 or more"),
        Rule(place, options.RetryDelay, IsWithin(options.RetryDelay, TimeSpan.Zero), "must be from 0 to 1 day"),
        Rule(place, options.MaxRetryDelay, IsWithin(options.MaxRetryDelay, TimeSpan.Zero), "must be from 0 to 1 day")
            ?? Rule(place, options.MaxRetryDelay, options.MaxRetryDelay >= options.RetryDelay, "must not be shorter than RetryDelay"),
        Timeout(place, options.AttemptTimeout),
        Timeout(place, options.TotalTimeout)
            ?? Rule(place, options.TotalTimeout, options.TotalTimeout == TimeSpan.Zero || options.TotalTimeout >= options.AttemptTimeout, "must not be shorter than AttemptTimeout"),
        Rule(place, options.CircuitFailureRatio, options.CircuitFailureRatio is >= 0 and <= 1, "must be from 0 (no circuit breaker) to 1"),
        Rule(place, options.CircuitMinimumThroughput, options.CircuitMinimumThroughput >= 2, "must be 2 or more"),
        Rule(place, options.CircuitSamplingDuration, IsWithin(options.CircuitSamplingDuration, ShortestCircuitTime), "must be from 500 ms to 1 day"),
        Rule(place, options.CircuitBreakDuration, IsWithin(options.CircuitBreakDuration, ShortestCircuitTime), "must be from 500 ms to 1 day"),
    ];

    private static string?[] OfLimits(LimitOptions options, string place) =>
    [
        Rule(place, options.MaxElementBytes, options.MaxElementBytes >= 1, "must be 1 or more"),
        Rule(place, options.MaxBodyBytes, options.MaxBodyBytes >= 1, "must be 1 or more"),
        Rule(place, options.MaxJsonDepth, options.MaxJsonDepth >= 1, "must be 1 or more"),
    ];

    private static bool IsWithin(TimeSpan value, TimeSpan shortest) => value >= shortest && value <= LongestTime;

    private static string? Timeout(string place, TimeSpan value, [CallerArgumentExpression(nameof(value))] string option = "") =>
        Rule(place, value, value == TimeSpan.Zero || IsWithin(value, ShortestTimeout), "must be from 10 ms to 1 day, or 0 for no limit", option);

    /// <summary>Gets the message for a value that is not valid; null for one that is.</summary>
    /// <param name="place">Where the options stand.</param>
    /// <param name="value">The value.</param>
    /// <param name="isValid">Whether the value keeps to the rule.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="option">The option, whose name is the last part of the key.</param>
    private static string? Rule(
        string place, IFormattable? value, bool isValid, string rule, [CallerArgumentExpression(nameof(value))] string option = "") =>
        isValid ? null : $"{place}:{option[(option.LastIndexOf('.') + 1)..]} {rule}; it is {value?.ToString(format: null, CultureInfo.InvariantCulture)}.";

    private static string? Failure(string key, string? fault) => fault is null ? null : $"{key} {fault}";

    private static string Missing(string key) => $"{key} must not be null: leave it out for the defaults.";
}
