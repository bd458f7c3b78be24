namespace TraceClient.Tool.Tests;

/// <summary>A clock that stands, so that a simulator's data are the same at every run; what waits for it waits by the system's.</summary>
internal sealed class StandingClock : TimeProvider
{
    public static readonly DateTimeOffset Time = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => Time;
}
