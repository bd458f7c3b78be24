namespace TraceClient.Testing;

/// <summary>Limits requests in fixed windows of one minute of the simulator's clock.</summary>
internal sealed class KubiyaRateLimit(TraceSimulatorOptions options)
{
    private readonly Gate _gate = new();
    private long _windowStart;
    private int _count;

    public void Acquire(RequestContext context)
    {
        if (options.Kubiya.RequestsPerMinute is not { } limit)
            return;
        var now = options.TimeProvider.GetUtcNow().UtcTicks;
        int remaining;
        long wait;
        lock (_gate)
        {
            if (now - _windowStart >= TimeSpan.TicksPerMinute)
                (_windowStart, _count) = (now, 0);
            remaining = limit - ++_count;
            wait = (_windowStart + TimeSpan.TicksPerMinute - now + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond;
        }

        context.SetHeader("X-RateLimit-Limit", limit.ToString(CultureInfo.InvariantCulture));
        context.SetHeader("X-RateLimit-Remaining", Math.Max(0, remaining).ToString(CultureInfo.InvariantCulture));
        if (remaining < 0)
        {
            throw new HttpErrorException(429, "Rate limit exceeded")
            {
                Headers = [new("Retry-After", wait.ToString(CultureInfo.InvariantCulture))],
            };
        }
    }
}
