namespace TraceClient.Tests.Contract;

/// <summary>The simulator's "now", shortly before that of <see cref="RetryClock"/>, so that its data set is the same in every run.</summary>
internal sealed class SimulatorClock : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => new(2026, 11, 22, 11, 59, 0, TimeSpan.Zero);
}
