using TraceClient.Authentication;

namespace TraceClient.Tests.Authentication;

public sealed class CachedTokenProviderTests
{
    private static readonly BearerTokenRequest Request = new("kubiya");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly Inner _inner = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task However_many_wait_one_refresh_serves_them_all()
    {
        var cache = Cache();

        var waiting = Enumerable.Range(0, 50).Select(_ => cache.GetTokenAsync(Request, Token).AsTask()).ToList();
        (await _inner.NextAsync()).Give("tok-1");

        Assert.All(await Task.WhenAll(waiting), token => Assert.Equal("tok-1", token.Value));
        Assert.Equal("tok-1", (await cache.GetTokenAsync(Request, Token)).Value);
        Assert.Equal(1, _inner.Calls);
    }

    [Fact]
    public async Task A_caller_that_cancels_ends_its_own_wait_only()
    {
        var cache = Cache();
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var first = cache.GetTokenAsync(Request, caller.Token).AsTask();
        var second = cache.GetTokenAsync(Request, Token).AsTask();
        var call = await _inner.NextAsync();
        await caller.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(caller.Token, cancelled.CancellationToken);
        Assert.False(call.CancellationToken.IsCancellationRequested);
        call.Give("tok-1");
        Assert.Equal("tok-1", (await second).Value);
    }

    [Fact]
    public async Task A_token_about_to_expire_is_renewed_in_the_background()
    {
        var cache = Cache();
        await FirstAsync(cache, "tok-1", TimeSpan.FromMinutes(10));

        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal("tok-1", (await cache.GetTokenAsync(Request, Token)).Value);
        var call = await _inner.NextAsync();
        Assert.Equal("tok-1", (await cache.GetTokenAsync(Request, Token)).Value);
        call.Give("tok-2", _time.GetUtcNow() + TimeSpan.FromMinutes(10));

        await UntilAsync(cache, "tok-2");
        Assert.Equal(2, _inner.Calls);
    }

    [Fact]
    public async Task A_token_with_a_short_life_is_renewed_at_half_of_it()
    {
        var cache = Cache();
        await FirstAsync(cache, "tok-1", TimeSpan.FromSeconds(30));

        _time.Advance(TimeSpan.FromSeconds(14));
        await cache.GetTokenAsync(Request, Token);
        Assert.Equal(1, _inner.Calls);

        _time.Advance(TimeSpan.FromSeconds(1));
        await cache.GetTokenAsync(Request, Token);
        (await _inner.NextAsync()).Give("tok-2");
        await UntilAsync(cache, "tok-2");
    }

    [Fact]
    public async Task A_failed_background_refresh_keeps_the_token_and_is_not_repeated_at_once()
    {
        var cache = Cache();
        await FirstAsync(cache, "tok-1", TimeSpan.FromMinutes(10));
        _time.Advance(TimeSpan.FromMinutes(9.5));
        await cache.GetTokenAsync(Request, Token);
        var failing = await _inner.NextAsync();

        // Who is refused meanwhile joins the refresh under way: its end shows that the failure is booked.
        var joined = cache.GetTokenAsync(Request with { ForceRefresh = true }, Token).AsTask();
        failing.Fail(new InvalidOperationException("endpoint down"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => joined);

        Assert.Equal("tok-1", (await cache.GetTokenAsync(Request, Token)).Value);
        Assert.Equal(2, _inner.Calls);

        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("tok-1", (await cache.GetTokenAsync(Request, Token)).Value);
        (await _inner.NextAsync()).Give("tok-2");
        await UntilAsync(cache, "tok-2");
    }

    [Fact]
    public async Task After_a_failed_refresh_in_the_background_none_starts_before_the_delay_has_passed()
    {
        var cache = Cache();
        await FirstAsync(cache, "tok-1", TimeSpan.FromMinutes(10));
        _time.Advance(TimeSpan.FromMinutes(9));
        await cache.GetTokenAsync(Request, Token);
        var failing = await _inner.NextAsync();
        var joined = cache.GetTokenAsync(Request with { ForceRefresh = true }, Token).AsTask();
        failing.Fail(new InvalidOperationException("endpoint down"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => joined);

        await AssertNoRefreshStartsAsync(cache);
    }

    [Fact]
    public async Task No_refresh_starts_before_half_of_a_short_life()
    {
        var cache = Cache();
        await FirstAsync(cache, "tok-1", TimeSpan.FromSeconds(30));
        _time.Advance(TimeSpan.FromSeconds(14));

        await AssertNoRefreshStartsAsync(cache);
    }

    [Fact]
    public async Task The_expiry_of_a_token_goes_before_the_lifetime_of_the_options()
    {
        var cache = Cache(new BearerTokenCacheOptions { TimeProvider = _time, DefaultLifetime = TimeSpan.FromMinutes(5) });
        await FirstAsync(cache, "tok-1", TimeSpan.FromMinutes(10));
        _time.Advance(TimeSpan.FromMinutes(6));

        await AssertNoRefreshStartsAsync(cache);
    }

    [Fact]
    public async Task A_token_is_kept_for_the_lifetime_of_the_options()
    {
        var cache = Cache(new BearerTokenCacheOptions { TimeProvider = _time, DefaultLifetime = TimeSpan.FromMinutes(5) });
        await FirstAsync(cache, "tok-1", lifetime: null);
        _time.Advance(TimeSpan.FromMinutes(3));

        await AssertNoRefreshStartsAsync(cache);
    }

    [Fact]
    public async Task A_provider_that_cancels_by_itself_has_not_run_out_of_time()
    {
        var cache = Cache();

        var waiting = cache.GetTokenAsync(Request, Token).AsTask();
        (await _inner.NextAsync()).Fail(new OperationCanceledException());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task An_expired_token_is_waited_for_and_a_failure_told()
    {
        var cache = Cache();
        await FirstAsync(cache, "tok-1", TimeSpan.FromMinutes(10));
        _time.Advance(TimeSpan.FromMinutes(10));

        var waiting = cache.GetTokenAsync(Request, Token).AsTask();
        (await _inner.NextAsync()).Fail(new InvalidOperationException("endpoint down"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => waiting);

        var again = cache.GetTokenAsync(Request, Token).AsTask();
        (await _inner.NextAsync()).Give("tok-2");
        Assert.Equal("tok-2", (await again).Value);
    }

    [Fact]
    public async Task A_refused_token_is_replaced_once()
    {
        var cache = Cache();
        await FirstAsync(cache, "tok-1", TimeSpan.FromMinutes(10));
        var refused = Request with { ForceRefresh = true, RefusedValue = "tok-1" };

        var waiting = cache.GetTokenAsync(refused, Token).AsTask();
        var call = await _inner.NextAsync();
        Assert.True(call.Request.ForceRefresh);
        call.Give("tok-2");

        Assert.Equal("tok-2", (await waiting).Value);
        Assert.Equal("tok-2", (await cache.GetTokenAsync(refused, Token)).Value);
        Assert.Equal(2, _inner.Calls);
    }

    [Fact]
    public async Task A_token_without_an_expiry_is_kept_until_it_is_refused()
    {
        var cache = Cache();
        await FirstAsync(cache, "tok-1", lifetime: null);

        _time.Advance(TimeSpan.FromDays(365));

        Assert.Equal("tok-1", (await cache.GetTokenAsync(Request, Token)).Value);
        Assert.Equal(1, _inner.Calls);
    }

    [Fact]
    public async Task A_token_without_an_expiry_has_the_lifetime_of_the_options()
    {
        var cache = Cache(new BearerTokenCacheOptions { TimeProvider = _time, DefaultLifetime = TimeSpan.FromMinutes(5) });
        await FirstAsync(cache, "tok-1", lifetime: null);

        _time.Advance(TimeSpan.FromMinutes(5));
        var waiting = cache.GetTokenAsync(Request, Token).AsTask();
        (await _inner.NextAsync()).Give("tok-2");

        Assert.Equal("tok-2", (await waiting).Value);
    }

    [Fact]
    public async Task Sources_never_share_a_token()
    {
        var cache = Cache();
        await FirstAsync(cache, "tok-kubiya", lifetime: null);

        var waiting = cache.GetTokenAsync(new BearerTokenRequest("galtea"), Token).AsTask();
        var call = await _inner.NextAsync();
        Assert.Equal("galtea", call.Request.SourceName);
        call.Give("tok-galtea");

        Assert.Equal("tok-galtea", (await waiting).Value);
        Assert.Equal("tok-kubiya", (await cache.GetTokenAsync(Request, Token)).Value);
    }

    [Fact]
    public async Task A_refresh_that_never_ends_is_given_up()
    {
        var cache = Cache();

        var waiting = cache.GetTokenAsync(Request, Token).AsTask();
        await _inner.NextAsync();
        _time.Advance(TimeSpan.FromSeconds(30));

        var error = await Assert.ThrowsAsync<TimeoutException>(() => waiting);
        Assert.Equal("The token provider gave no token within RefreshTimeout.", error.Message);
    }

    [Fact]
    public async Task A_provider_that_gives_nothing_is_a_fault()
    {
        var cache = BearerTokenProvider.Cached(BearerTokenProvider.From((_, _) => new((BearerToken)null!)));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await cache.GetTokenAsync(Request, Token));
        Assert.Equal("The token provider returned null.", error.Message);
    }

    [Fact]
    public void Wrong_options_make_no_cache()
    {
        AssertRefused(new() { RefreshBeforeExpiry = TimeSpan.FromSeconds(-1) }, "RefreshBeforeExpiry");
        AssertRefused(new() { RetryDelay = TimeSpan.FromSeconds(-1) }, "RetryDelay");
        AssertRefused(new() { RefreshTimeout = TimeSpan.Zero }, "RefreshTimeout must be over 0");
        AssertRefused(new() { RefreshTimeout = TimeSpan.FromDays(1) + TimeSpan.FromTicks(1) }, "RefreshTimeout must be over 0");
        AssertRefused(new() { DefaultLifetime = TimeSpan.Zero }, "DefaultLifetime");
        AssertRefused(new() { TimeProvider = null! }, "TimeProvider");

        void AssertRefused(BearerTokenCacheOptions options, string name) =>
            Assert.StartsWith(name, Assert.Throws<ArgumentException>(() => Cache(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_at_their_limits_make_a_cache() => Assert.NotNull(Cache(new()
    {
        RefreshBeforeExpiry = TimeSpan.Zero,
        RetryDelay = TimeSpan.Zero,
        RefreshTimeout = TimeSpan.FromDays(1),
        DefaultLifetime = TimeSpan.FromTicks(1),
    }));

    [Fact]
    public async Task A_caller_that_has_cancelled_gets_no_token()
    {
        var cache = Cache();
        await FirstAsync(cache, "tok-1", lifetime: null);

        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await cache.GetTokenAsync(Request, cancelled));
    }

    [Fact]
    public async Task A_refusal_of_an_unnamed_token_replaces_the_one_that_is_kept()
    {
        var cache = Cache();
        await FirstAsync(cache, "tok-1", TimeSpan.FromMinutes(10));

        var waiting = cache.GetTokenAsync(Request with { ForceRefresh = true }, Token).AsTask();
        (await _inner.NextAsync()).Give("tok-2");

        Assert.Equal("tok-2", (await waiting).Value);
    }

    [Fact]
    public async Task A_refused_value_does_not_count_where_no_refresh_is_forced()
    {
        var cache = Cache();
        await FirstAsync(cache, "tok-1", TimeSpan.FromMinutes(10));

        Assert.Equal("tok-1", (await cache.GetTokenAsync(Request with { RefusedValue = "tok-1" }, Token)).Value);
        Assert.Equal(1, _inner.Calls);
    }

    [Fact]
    public async Task A_refresh_in_the_background_forces_nothing()
    {
        var cache = Cache();
        await FirstAsync(cache, "tok-1", TimeSpan.FromMinutes(10));
        _time.Advance(TimeSpan.FromMinutes(9));

        await cache.GetTokenAsync(Request with { ForceRefresh = true, RefusedValue = "tok-0" }, Token);

        var call = await _inner.NextAsync();
        Assert.Equal(Request, call.Request);
        Assert.Null(call.Request.RefusedValue);
        call.Give("tok-2");
    }

    [Fact]
    public async Task A_token_that_came_expired_is_not_kept()
    {
        var cache = Cache();
        await FirstAsync(cache, "tok-1", TimeSpan.FromMinutes(-5));

        var waiting = cache.GetTokenAsync(Request, Token).AsTask();
        (await _inner.NextAsync()).Give("tok-2");

        Assert.Equal("tok-2", (await waiting).Value);
    }

    [Fact]
    public async Task A_first_token_and_a_renewed_one_are_counted_and_a_forced_one_is_not()
    {
        var reasons = new List<string?>();
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.InstrumentPublished = (instrument, current) =>
        {
            if (instrument.Name == "traceclient.token.refreshes")
                current.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            var values = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value as string, StringComparer.Ordinal);
            if (values.ContainsValue("counted"))
                reasons.Add(values.GetValueOrDefault("traceclient.token.trigger"));
        });
        listener.Start();
        var request = new BearerTokenRequest("counted");
        var cache = Cache();

        await RefreshAsync(request);
        await RefreshAsync(request with { ForceRefresh = true });
        _time.Advance(TimeSpan.FromMinutes(10));
        await RefreshAsync(request);

        Assert.Equal(["first", "expiry"], reasons);

        async Task RefreshAsync(BearerTokenRequest next)
        {
            var waiting = cache.GetTokenAsync(next, Token).AsTask();
            (await _inner.NextAsync()).Give("tok", _time.GetUtcNow().AddMinutes(10));
            await waiting;
        }
    }

    private IBearerTokenProvider Cache(BearerTokenCacheOptions? options = null) =>
        BearerTokenProvider.Cached(_inner, options ?? new BearerTokenCacheOptions { TimeProvider = _time });

    private async Task FirstAsync(IBearerTokenProvider cache, string value, TimeSpan? lifetime)
    {
        var waiting = cache.GetTokenAsync(Request, Token).AsTask();
        (await _inner.NextAsync()).Give(value, _time.GetUtcNow() + lifetime);
        Assert.Equal(value, (await waiting).Value);
    }

    // A forced refresh joins one that is under way: that it makes a call of its own shows that there is none.
    private async Task AssertNoRefreshStartsAsync(IBearerTokenProvider cache)
    {
        var kept = cache.GetTokenAsync(Request, Token);
        Assert.True(kept.IsCompletedSuccessfully);
        await kept;

        var forced = cache.GetTokenAsync(Request with { ForceRefresh = true }, Token).AsTask();
        var call = await _inner.NextAsync();
        call.Give("tok-2");

        Assert.True(call.Request.ForceRefresh);
        Assert.Equal("tok-2", (await forced).Value);
    }

    // The background refresh ends on another thread: the clock stands still meanwhile, so this waits for nothing but it.
    private static async Task UntilAsync(IBearerTokenProvider cache, string value)
    {
        while ((await cache.GetTokenAsync(Request, Token)).Value != value)
            await Task.Yield();
    }

    /// <summary>A provider whose calls the test answers one by one.</summary>
    private sealed class Inner : IBearerTokenProvider
    {
        private readonly System.Threading.Channels.Channel<Call> _calls = System.Threading.Channels.Channel.CreateUnbounded<Call>();
        private int _count;

        public int Calls => Volatile.Read(ref _count);

        public ValueTask<Call> NextAsync() => _calls.Reader.ReadAsync(Token);

        public ValueTask<BearerToken> GetTokenAsync(BearerTokenRequest request, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _count);
            var call = new Call(request, cancellationToken);
            _calls.Writer.TryWrite(call);
            return new ValueTask<BearerToken>(call.Answer);
        }
    }

    private sealed class Call(BearerTokenRequest request, CancellationToken cancellationToken)
    {
        private readonly TaskCompletionSource<BearerToken> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public BearerTokenRequest Request { get; } = request;

        public CancellationToken CancellationToken { get; } = cancellationToken;

        public Task<BearerToken> Answer => _answer.Task;

        public void Give(string value, DateTimeOffset? expiresAt = null) => _answer.SetResult(new BearerToken(value, expiresAt));

        public void Fail(Exception fault) => _answer.SetException(fault);
    }
}
