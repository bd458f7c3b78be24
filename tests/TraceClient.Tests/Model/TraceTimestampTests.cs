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
    [InlineData("2026-01-15T10:00:00,25Z", 1768471200250000000)]
    [InlineData("2026-01-15T10:00:00.5 UTC", 1768471200500000000)]
    [InlineData("2026-01-15T10:00:00UTC", 1768471200000000000)]
    [InlineData("2026-01-15T10:00:00", 1768471200000000000)]
    [InlineData("1677-09-21T00:12:43.145224192Z", long.MinValue)]
    [InlineData("2262-04-11T23:47:16.854775807Z", long.MaxValue)]
    public void Every_documented_form_is_read(string text, long nanoseconds)
    {
        Assert.Equal(nanoseconds, TraceTimestamp.Parse(text).UnixNanoseconds);
        Assert.Equal(nanoseconds, TraceTimestamp.Parse(text, provider: null).UnixNanoseconds);
        Assert.True(TraceTimestamp.TryParse(text, provider: null, out var time));
        Assert.Equal(nanoseconds, time.UnixNanoseconds);
    }

    [Theory]
    [InlineData(1768471200000000000, "2026-01-15T10:00:00Z")]
    [InlineData(1768471200120000000, "2026-01-15T10:00:00.12Z")]
    [InlineData(1768471200000000001, "2026-01-15T10:00:00.000000001Z")]
    [InlineData(-1, "1969-12-31T23:59:59.999999999Z")]
    [InlineData(-1_000_000_000, "1969-12-31T23:59:59Z")]
    public void The_text_has_no_more_digits_than_the_time(long nanoseconds, string text) =>
        Assert.Equal(text, new TraceTimestamp(nanoseconds).ToString());

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
    [InlineData("1677-09-21T00:12:43.145224191Z")]
    [InlineData("2262-04-11T23:47:16.854775808Z")]
    [InlineData("2026-01-15x10:00:00Z")]
    [InlineData("2026-01-15T10:00:0")]
    [InlineData("2026-01-15T10:00:00 02:00")]
    [InlineData("2026-01-15T10:00:00+2")]
    [InlineData("2026-01-15T10:00:00+soon")]
    [InlineData("2026-01-15T10:00:00.5Z and more")]
    public void What_is_no_time_is_refused(string? text) => Assert.False(TraceTimestamp.TryParse(text, out _));

    [Fact]
    public void Parse_of_no_time_throws_a_format_exception()
    {
        var error = Assert.Throws<FormatException>(() => TraceTimestamp.Parse("soon"));

        Assert.Contains("RFC 3339", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => TraceTimestamp.Parse(null!));
    }

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
    public void A_time_that_64_bits_cannot_hold_overflows()
    {
        Assert.Throws<OverflowException>(() => TraceTimestamp.FromDateTimeOffset(DateTimeOffset.MaxValue));
        Assert.Throws<OverflowException>(() => TraceTimestamp.FromUnixSeconds(long.MaxValue));
        Assert.Throws<OverflowException>(() => TraceTimestamp.FromUnixSeconds(1e10m));
        Assert.Throws<OverflowException>(() => new TraceTimestamp(long.MaxValue) + TimeSpan.FromTicks(1));
    }

    [Fact]
    public void Times_convert_from_each_unit()
    {
        var time = TraceTimestamp.FromUnixSeconds(1_768_471_200L);

        Assert.Equal(1_768_471_200_000_000_000, time.UnixNanoseconds);
        Assert.Equal(time, new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.FromHours(2)));
        Assert.Equal(-1_500_000_000, TraceTimestamp.FromUnixSeconds(-1.5m).UnixNanoseconds);
        Assert.Equal(-1, TraceTimestamp.FromUnixSeconds(-0.0000000001m).UnixNanoseconds);
    }

    [Fact]
    public void Times_compare_and_subtract()
    {
        var early = TraceTimestamp.FromUnixSeconds(1);
        var late = early + TimeSpan.FromSeconds(2);

        var same = new TraceTimestamp(1_000_000_000);
        Assert.True(early < late && late > early && early <= late && late >= early);
        Assert.True(early <= same && early >= same);
        Assert.False(early < same || early > same || late < early || early > late || late <= early || early >= late);
        Assert.Equal(3_000_000_000, late.UnixNanoseconds);
        Assert.Equal(TimeSpan.FromSeconds(2), late - early);
        Assert.Equal(1, late.CompareTo(early));
    }
}
