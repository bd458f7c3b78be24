namespace TraceClient.Tests.Model;

public sealed class TraceTimestampTests
{
    [Theory]
    [InlineData("2026-01-15T10:00:00Z", 1768471200000000000)]
    [InlineData("2026-01-15T10:00:00.123456789Z", 1768471200123456789)]
    [InlineData("2026-01-15T10:00:00.1234567891234Z", 1768471200123456789)]
    [InlineData("2026-01-15T12:30:00.5+02:30", 1768471200500000000)]
    [InlineData("2026-01-15T12:30:00+0230", 1768471200000000000)]
    [InlineData("2026-01-15T05:00:00-05", 1768471200000000000)]
    [InlineData("2026-01-15 10:00:00.402113", 1768471200402113000)]
    [InlineData("2026-01-15t10:00:00z", 1768471200000000000)]
    [InlineData("1969-12-31T23:59:59.999999999Z", -1)]
    public void Every_documented_form_is_read(string text, long nanoseconds) =>
        Assert.Equal(nanoseconds, TraceTimestamp.Parse(text).UnixNanoseconds);

    [Fact]
    public void The_longest_time_between_two_timestamps_is_not_negative() => Assert.Equal(
        TimeSpan.FromTicks(184_467_440_737_095_516),
        new TraceTimestamp(long.MaxValue) - new TraceTimestamp(long.MinValue));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("yesterday")]
    [InlineData("2026-01-15")]
    [InlineData("2026-13-15T10:00:00Z")]
    [InlineData("2026-01-15T25:00:00Z")]
    [InlineData("2026-01-15T10:00:00.Z")]
    [InlineData("2026-01-15T10:00:00 somewhere")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public void What_is_no_time_is_refused(string? text) => Assert.False(TraceTimestamp.TryParse(text, out _));

    [Fact]
    public void Parse_of_no_time_throws_a_format_exception() => Assert.Throws<FormatException>(() => TraceTimestamp.Parse("soon"));

    [Theory]
    [InlineData(1768471200123456789)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-1_000_000_001)]
    [InlineData(1768471200500000000)]
    public void The_text_reads_back_as_the_same_nanoseconds(long nanoseconds) =>
        Assert.Equal(nanoseconds, TraceTimestamp.Parse(new TraceTimestamp(nanoseconds).ToString()).UnixNanoseconds);

    [Theory]
    [InlineData(199, 100)]
    [InlineData(-1, -100)]
    [InlineData(-100, -100)]
    public void The_view_with_100_ns_rounds_down(long nanoseconds, long expected) =>
        Assert.Equal(expected, TraceTimestamp.FromDateTimeOffset(new TraceTimestamp(nanoseconds).ToDateTimeOffset()).UnixNanoseconds);

    [Fact]
    public void Seconds_with_a_fraction_are_exact() =>
        Assert.Equal(1795310331483286000, TraceTimestamp.FromUnixSeconds(1795310331.483286m).UnixNanoseconds);

    [Fact]
    public void A_time_that_64_bits_cannot_hold_overflows() =>
        Assert.Throws<OverflowException>(() => TraceTimestamp.FromDateTimeOffset(DateTimeOffset.MaxValue));

    [Fact]
    public void Times_compare_and_subtract()
    {
        var early = TraceTimestamp.FromUnixSeconds(1);
        var late = early + TimeSpan.FromSeconds(2);

        Assert.True(early < late && late > early && early <= late && late >= early);
        Assert.Equal(TimeSpan.FromSeconds(2), late - early);
        Assert.Equal(1, late.CompareTo(early));
    }
}
