using System.Collections.Concurrent;
using System.Threading.RateLimiting;

namespace TraceClient.Http;

/// <summary>Holds requests back so that no minute sees more of them than allowed.</summary>
/// <remarks>
/// A request takes a permit and the permit comes back a minute later by the given clock: the limit holds for every minute,
/// wherever it starts, and a test needs no wait.
/// </remarks>
internal sealed class RateLimitHandler : DelegatingHandler
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrencyLimiter _limiter;
    private readonly TimeProvider _timeProvider;
    private readonly ConcurrentDictionary<Permit, bool> _permits = new();

    public RateLimitHandler(int requestsPerMinute, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = requestsPerMinute,
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var lease = await _limiter.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
        var permit = new Permit(lease, _permits);
        _permits.TryAdd(permit, true);
        permit.ReturnAfter(Window, _timeProvider);
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var permit in _permits.Keys)
                permit.Dispose();
            _limiter.Dispose();
        }

        base.Dispose(disposing);
    }

    private sealed class Permit(RateLimitLease lease, ConcurrentDictionary<Permit, bool> all) : IDisposable
    {
        private ITimer? _timer;

        public void ReturnAfter(TimeSpan time, TimeProvider timeProvider)
        {
            _timer = timeProvider.CreateTimer(static permit => ((Permit)permit!).Dispose(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(time, Timeout.InfiniteTimeSpan);
        }

        public void Dispose()
        {
            all.TryRemove(this, out _);
            _timer?.Dispose();
            lease.Dispose();
        }
    }
}
