using System.Threading.Channels;

namespace TraceClient.Tests;

/// <summary>Represents a fake clock that advances by itself when something waits, so that retries and polling take no time.</summary>
/// <remarks><see cref="FakeTimeProvider.AutoAdvanceAmount"/> advances when the clock is read. It does not end a wait.</remarks>
internal sealed class AutoAdvancingTimeProvider() : FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero))
{
    private readonly Channel<(ITimer Timer, TimeSpan DueTime)> _timers = Channel.CreateUnbounded<(ITimer Timer, TimeSpan DueTime)>();

    /// <summary>Gets the longest wait that the clock skips. Longer waits, such as timeouts, end only when the clock reaches them.</summary>
    /// <value>The default is five minutes.</value>
    public TimeSpan LongestSkippedWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets the time that has passed since the start.</summary>
    public TimeSpan Elapsed => GetUtcNow() - Start;

    /// <summary>Gets a reader of the timers in the order of their creation.</summary>
    public ChannelReader<(ITimer Timer, TimeSpan DueTime)> Timers => _timers.Reader;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite((timer, dueTime));
        if (dueTime > TimeSpan.Zero && dueTime <= LongestSkippedWait)
            Advance(dueTime);
        return timer;
    }
}
