namespace TraceClient.Authentication;

/// <summary>When a cached token is renewed.</summary>
public sealed class BearerTokenCacheOptions
{
    /// <summary>
    /// How long before its expiry a token is renewed in the background, while requests still go out with the old one. A token that lives
    /// shorter than twice this time is renewed at half of its life.
    /// </summary>
    /// <value>The default is 1 minute.</value>
    public TimeSpan RefreshBeforeExpiry { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long to wait after a failed background refresh before the next one.</summary>
    /// <value>The default is 10 s.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one refresh may take.</summary>
    /// <value>The default is 30 s.</value>
    public TimeSpan RefreshTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a token without an expiry of its own is kept; null: until it is refused.</summary>
    /// <value>The default is null.</value>
    public TimeSpan? DefaultLifetime { get; set; }

    /// <summary>The clock.</summary>
    /// <value>The default is the system's.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>What is wrong with the options; null when nothing is.</summary>
    internal string? Fault() => this switch
    {
        { TimeProvider: null } => "TimeProvider must not be null.",
        _ when RefreshBeforeExpiry < TimeSpan.Zero => "RefreshBeforeExpiry must not be negative.",
        _ when RetryDelay < TimeSpan.Zero => "RetryDelay must not be negative.",
        _ when RefreshTimeout <= TimeSpan.Zero || RefreshTimeout > TimeSpan.FromDays(1) => "RefreshTimeout must be over 0 and at most 1 day.",
        _ when DefaultLifetime <= TimeSpan.Zero => "DefaultLifetime must be over 0, or null.",
        _ => null,
    };
}
