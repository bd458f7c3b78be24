using Microsoft.Extensions.DependencyInjection;

namespace TraceClient.Tool;

/// <summary>Checks one source with a client of its own, so that errors of other sources do not affect it.</summary>
internal static class SourceCheck
{
    // A check makes one attempt and takes at most 15 seconds, including 5 for the body of an error.
    private static readonly TimeSpan MaxAttemptTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxIdleTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Checks sources at the same time.</summary>
    public static async Task<IReadOnlyList<SourceCheckResult>> RunAllAsync(
        IEnumerable<SourceSettings> sources, TimeProvider timeProvider, CancellationToken cancellationToken) =>
        await Task.WhenAll(sources.Select(source => RunAsync(source, timeProvider, cancellationToken)));

    /// <summary>Checks one source.</summary>
    public static async Task<SourceCheckResult> RunAsync(
        SourceSettings source, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        try
        {
            var options = OptionsBinder.BindSources(source);
            if (!source.IsConfigured)
                return new SourceCheckResult(source, SourceCheckStage.NotConfigured);
            foreach (var one in new TraceSourceOptions[] { options.Calyptia, options.Kubiya, options.Galtea })
                LimitTimeouts(one.Resilience);
            await using var client = TraceClients.Create(
                used => (used.Calyptia, used.Kubiya, used.Galtea) = (options.Calyptia, options.Kubiya, options.Galtea),
                builder => builder.Services.AddSingleton(timeProvider));
            var health = (await client.CheckHealthAsync(cancellationToken)).Single();
            return new SourceCheckResult(source, StageOf(health.Stage))
            {
                Address = health.Error?.RequestUri?.GetLeftPart(UriPartial.Authority) ?? source.Find(SettingNames.Address)?.DisplayValue,
                Latency = health.Latency,
                Error = health.Error is { } error ? WithHint(ErrorReport.Of(error), source) : null,
            };
        }
        catch (ConfigurationException exception)
        {
            return new SourceCheckResult(source, SourceCheckStage.Misconfigured) { Error = ErrorReport.Of(exception) };
        }
    }

    /// <summary>Lowers the timeouts of a source to those of a check.</summary>
    internal static void LimitTimeouts(ResilienceOptions options)
    {
        options.MaxRetries = 0;
        options.AttemptTimeout = Min(options.AttemptTimeout, MaxAttemptTimeout);
        options.BodyIdleTimeout = Min(options.BodyIdleTimeout, MaxIdleTimeout);
        options.TotalTimeout = Min(options.TotalTimeout, MaxAttemptTimeout + MaxIdleTimeout);
    }

    private static TimeSpan Min(TimeSpan timeout, TimeSpan max) => timeout == TimeSpan.Zero || timeout > max ? max : timeout;

    private static SourceCheckStage StageOf(SourceHealthStage stage) => stage switch
    {
        SourceHealthStage.Unreachable => SourceCheckStage.Unreachable,
        SourceHealthStage.Reachable => SourceCheckStage.Reachable,
        SourceHealthStage.Authenticated => SourceCheckStage.Authenticated,
        _ => SourceCheckStage.Healthy,
    };

    private static ErrorReport WithHint(ErrorReport error, SourceSettings source) => error with
    {
        Hint = error.ExitCode switch
        {
            ExitCodes.Authentication => ConfigurationHints.ToReplaceToken(source),
            ExitCodes.Network => ConfigurationHints.ToChangeAddress(source),
            _ => error.Hint,
        },
    };
}

/// <summary>Represents the result of the check of one source.</summary>
/// <param name="Settings">The settings of the source.</param>
/// <param name="Stage">The stage that the check reached.</param>
internal sealed record SourceCheckResult(SourceSettings Settings, SourceCheckStage Stage)
{
    /// <summary>Gets the address of the request; null if none was sent.</summary>
    public string? Address { get; init; }

    /// <summary>Gets the time to the response, or to the failure.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>Gets the error that ended the check; null if it succeeded.</summary>
    public ErrorReport? Error { get; init; }
}

/// <summary>Defines the stages of a check.</summary>
internal enum SourceCheckStage
{
    /// <summary>The source is not configured.</summary>
    NotConfigured,

    /// <summary>The configuration is invalid.</summary>
    Misconfigured,

    /// <summary>The source sent no response.</summary>
    Unreachable,

    /// <summary>The source sent a response that does not confirm the token.</summary>
    Reachable,

    /// <summary>The source accepted the token, but its response is invalid.</summary>
    Authenticated,

    /// <summary>The check succeeded.</summary>
    Healthy,
}
