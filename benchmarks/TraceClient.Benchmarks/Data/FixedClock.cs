namespace TraceClient.Benchmarks;

/// <summary>A clock that stands: with it the simulator's data is the same on every machine and day.</summary>
internal sealed class FixedClock : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
}
