using TraceClient.Calyptia;

namespace TraceClient.Tests.Sources.Calyptia;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("10m0s", 6_000_000_000)]
    [InlineData("1h0m0s", 36_000_000_000)]
    [InlineData("3m12.345678s", 1_923_456_780)]
    [InlineData("950ms", 9_500_000)]
    [InlineData("1.5us", 15)]
    [InlineData("1.5µs", 15)]
    [InlineData("250ns", 2)]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    [InlineData("-1.5h", -54_000_000_000)]
    public void A_Go_duration_is_read(string text, long ticks)
    {
        Assert.True(GoDuration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromTicks(ticks), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("PT10M")]
    [InlineData("10 m")]
    [InlineData("m")]
    [InlineData("1.2.3s")]
    [InlineData("-")]
    [InlineData("99999999999999999999999999999h")]
    [InlineData("9999999999999999h9999999999999999h")]
    public void What_is_no_Go_duration_is_refused(string text) =>
        Assert.False(GoDuration.TryParse(text, out var duration) && duration < TimeSpan.FromDays(1));

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(6_000_000_000, "10m0s")]
    [InlineData(36_000_000_000, "1h0m0s")]
    [InlineData(1_923_456_780, "3m12.345678s")]
    [InlineData(9_500_000, "950ms")]
    [InlineData(15, "1.5µs")]
    [InlineData(5, "500ns")]
    [InlineData(-15_000_000, "-1.5s")]
    [InlineData(long.MaxValue, "256204778h48m5.4775807s")]
    public void A_duration_is_written_as_Go_does(long ticks, string text)
    {
        Assert.Equal(text, GoDuration.ToString(TimeSpan.FromTicks(ticks)));
        Assert.True(ticks == long.MaxValue || (GoDuration.TryParse(text, out var back) && back.Ticks == ticks));
    }

    [Fact]
    public void A_lifespan_is_read_as_it_is_written()
    {
        Assert.True(CalyptiaLifespan.TryParse(" 1h30m ", out var lifespan));
        Assert.False(CalyptiaLifespan.TryParse("90", out var none));
        Assert.False(CalyptiaLifespan.TryParse(null, out _));

        Assert.Equal((TimeSpan.FromMinutes(90), "1h30m"), (lifespan.Duration, lifespan.ToString()));
        Assert.Equal(default, none);
    }
}
