namespace TraceClient.Testing;

/// <summary>Counts requests in windows of a minute by the simulator's clock.</summary>
internal sealed class KubiyaRateLimit(TraceSimulatorOptions options)
{
    private readonly Gate _gate = new();
    private long _windowStart;
    private int _taken;

    public void Take(Exchange exchange)
    {
        if (options.Kubiya.RequestsPerMinute is not { } limit)
            return;
        var now = options.TimeProvider.GetUtcNow().UtcTicks;
        int remaining;
        long wait;
        lock (_gate)
        {
            if (now - _windowStart >= TimeSpan.TicksPerMinute)
                (_windowStart, _taken) = (now, 0);
            remaining = limit - ++_taken;
            wait = (_windowStart + TimeSpan.TicksPerMinute - now + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond;
        }

        exchange.SetHeader("X-RateLimit-Limit", limit.ToString(CultureInfo.InvariantCulture));
        exchange.SetHeader("X-RateLimit-Remaining", Math.Max(0, remaining).ToString(CultureInfo.InvariantCulture));
        if (remaining < 0)
            throw new Refusal(429, "Rate limit exceeded") { Headers = [new("Retry-After", wait.ToString(CultureInfo.InvariantCulture))] };
    }
}
