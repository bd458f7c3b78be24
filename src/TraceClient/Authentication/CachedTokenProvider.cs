namespace TraceClient.Authentication;

/// <summary>Keeps a token for each source. The sources are kept apart, so that no service ever gets a token meant for another.</summary>
internal sealed class CachedTokenProvider(IBearerTokenProvider inner, BearerTokenCacheOptions options) : IBearerTokenProvider, IDisposable
{
    private readonly ConcurrentDictionary<string, CachedToken> _tokens = new(StringComparer.Ordinal);

    public ValueTask<BearerToken> GetTokenAsync(BearerTokenRequest request, CancellationToken cancellationToken = default) =>
        _tokens.GetOrAdd(request.SourceName, static (_, cache) => new CachedToken(cache.inner, cache.options), (inner, options))
            .GetAsync(request, cancellationToken);

    public void Dispose() => (inner as IDisposable)?.Dispose();
}

/// <summary>One source's token: requested once at a time, renewed in the background
/// before it expires, waited for only without a valid one.</summary>
internal sealed class CachedToken(IBearerTokenProvider inner, BearerTokenCacheOptions options)
{
    private readonly TimeProvider _timeProvider = options.TimeProvider;
    private Lazy<Task<BearerToken>>? _refresh;
    private volatile Entry? _current;

    public ValueTask<BearerToken> GetAsync(BearerTokenRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = _timeProvider.GetUtcNow();
        if (_current is not { } current || now >= current.ExpiresAt || IsRefused(current.Token, request))
            return new ValueTask<BearerToken>(RefreshAsync(request).WaitAsync(cancellationToken));

        if (now >= current.RefreshAt)
            _ = RefreshAsync(request with { ForceRefresh = false, RefusedValue = null });
        return new ValueTask<BearerToken>(current.Token);
    }

    // Another request may have had the refused token replaced already.
    private static bool IsRefused(BearerToken token, BearerTokenRequest request) =>
        request.ForceRefresh && (request.RefusedValue is not { } refused || string.Equals(refused, token.Value, StringComparison.Ordinal));

    /// <summary>The refresh under way, or a new one. It belongs to no caller: a caller that stops to wait does not stop it.</summary>
    private Task<BearerToken> RefreshAsync(BearerTokenRequest request)
    {
        var last = Volatile.Read(ref _refresh);
        if (last is { Value.IsCompleted: false })
            return last.Value;

        var next = new Lazy<Task<BearerToken>>(() => StartAsync(request));
        var other = Interlocked.CompareExchange(ref _refresh, next, last);
        return (ReferenceEquals(other, last) ? next : other!).Value;
    }

    private Task<BearerToken> StartAsync(BearerTokenRequest request)
    {
        var refresh = Task.Run(() => RequestAsync(request), CancellationToken.None);

        // Nobody may be waiting for a background refresh: its failure is thrown by the next one that has to be waited for.
        _ = refresh.ContinueWith(static failed => failed.Exception, default, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return refresh;
    }

    private async Task<BearerToken> RequestAsync(BearerTokenRequest request)
    {
        if (!request.ForceRefresh)
            Instruments.TokenRefreshed(request.SourceName, _current is null ? "first" : "expiry");

        using var clock = new CancellationTokenSource(options.RefreshTimeout, _timeProvider);
        try
        {
            var token = await inner.GetTokenAsync(request, clock.Token).AsTask().WaitAsync(clock.Token).ConfigureAwait(false)
                ?? throw new InvalidOperationException("The token provider returned null.");
            _current = NewEntry(token);
            return token;
        }
        catch (Exception exception)
        {
            var next = _timeProvider.GetUtcNow() + options.RetryDelay;
            if (_current is { } current && current.RefreshAt < next)
                _current = current with { RefreshAt = next };
            if (exception is OperationCanceledException && clock.IsCancellationRequested)
                throw new TimeoutException("The token provider gave no token within RefreshTimeout.", exception);
            throw;
        }
    }

    private Entry NewEntry(BearerToken token)
    {
        var now = _timeProvider.GetUtcNow();
        if ((token.ExpiresAt ?? now + options.DefaultLifetime) is not { } end)
            return new Entry(token, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);

        var half = Math.Max(0, (end - now).Ticks / 2);
        return new Entry(token, end, end - new TimeSpan(Math.Min(half, options.RefreshBeforeExpiry.Ticks)));
    }

    private sealed record Entry(BearerToken Token, DateTimeOffset ExpiresAt, DateTimeOffset RefreshAt);
}

/// <summary>Options for caching tokens.</summary>
public sealed class BearerTokenCacheOptions
{
    /// <summary>
    /// Gets or sets how long before its expiry a token is renewed in the background, while requests still go out with the old one. A token
    /// that lives shorter than twice this time is renewed at half of its life.
    /// </summary>
    /// <value>The default is 1 minute.</value>
    public TimeSpan RefreshBeforeExpiry { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets how long to wait after a failed background refresh before the next one.</summary>
    /// <value>The default is 10 s.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how long one refresh may take.</summary>
    /// <value>The default is 30 s.</value>
    public TimeSpan RefreshTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long a token without an expiry of its own is kept; null: until it is refused.</summary>
    /// <value>The default is null.</value>
    public TimeSpan? DefaultLifetime { get; set; }

    /// <summary>Gets or sets the clock.</summary>
    /// <value>The default is the system's.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>What is wrong with the options; null when nothing is.</summary>
    internal string? FindError() => this switch
    {
        { TimeProvider: null } => "TimeProvider must not be null.",
        _ when RefreshBeforeExpiry < TimeSpan.Zero => "RefreshBeforeExpiry must not be negative.",
        _ when RetryDelay < TimeSpan.Zero => "RetryDelay must not be negative.",
        _ when RefreshTimeout <= TimeSpan.Zero || RefreshTimeout > TimeSpan.FromDays(1) =>
            "RefreshTimeout must be over 0 and at most 1 day.",
        _ when DefaultLifetime <= TimeSpan.Zero => "DefaultLifetime must be over 0, or null.",
        _ => null,
    };
}
