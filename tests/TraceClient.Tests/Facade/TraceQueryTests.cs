namespace TraceClient.Tests.Facade;

public sealed class TraceQueryTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_query_since_a_while_ago_begins_then_and_asks_nothing_else()
    {
        Assert.Equal(new TraceQuery { From = Now.AddHours(-2) }, TraceQuery.Since(TimeSpan.FromHours(2), new FakeTimeProvider(Now)));
        Assert.Equal(Now, TraceQuery.Since(TimeSpan.Zero, new FakeTimeProvider(Now)).From);
        Assert.Equal(DateTimeOffset.MinValue, TraceQuery.Since(Now - DateTimeOffset.MinValue, new FakeTimeProvider(Now)).From);
    }

    [Fact]
    public void Without_a_clock_it_is_the_system_s() =>
        Assert.InRange(TraceQuery.Since(TimeSpan.FromDays(1)).From!.Value, DateTimeOffset.UtcNow.AddDays(-1).AddMinutes(-5),
            DateTimeOffset.UtcNow.AddDays(-1).AddMinutes(5));

    [Fact]
    public void A_time_to_come_and_one_before_all_times_are_wrong_arguments()
    {
        Assert.Throws<ArgumentOutOfRangeException>("span", () => TraceQuery.Since(TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>("span", () => TraceQuery.Since(TimeSpan.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>("span", () => TraceQuery.Since(TimeSpan.MinValue));
    }
}
