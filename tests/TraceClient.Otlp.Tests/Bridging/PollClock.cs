using System.Threading.Channels;

namespace TraceClient.Otlp.Tests.Bridging;

/// <summary>A clock that stands still until the bridge pauses and the test lets it go on; timeouts never end.</summary>
internal sealed class PollClock(TimeSpan pause) : TimeProvider
{
    private readonly Channel<Action> _pauses = Channel.CreateUnbounded<Action>();
    private Action _goOn = () => { };
    private DateTimeOffset _now = Bridges.Now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    /// <summary>Waits until the bridge pauses.</summary>
    public async Task PausedAsync() => _goOn = await _pauses.Reader.ReadAsync(Bridges.Token);

    /// <summary>Ends the pause, and waits for the next one.</summary>
    public Task NextPauseAsync(TimeSpan? passed = null)
    {
        _now += passed ?? pause;
        _goOn();
        return PausedAsync();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == pause)
            _pauses.Writer.TryWrite(() => callback(state));

        return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
