namespace TraceClient;

/// <summary>A point in time as Unix nanoseconds: a <see cref="DateTimeOffset"/>
/// counts 100 ns and would lose two digits of what the sources send.</summary>
/// <param name="UnixNanoseconds">Nanoseconds since 1970-01-01T00:00:00Z; negative before it. Reaches from the year 1677 to 2262.</param>
[JsonConverter(typeof(TraceJsonConverter))]
public readonly record struct TraceTimestamp(long UnixNanoseconds) : IComparable<TraceTimestamp>, ISpanParsable<TraceTimestamp>
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Returns the same time with 100 ns resolution, in UTC.</summary>
    public DateTimeOffset ToDateTimeOffset() =>
        DateTimeOffset.UnixEpoch.AddTicks(Math.DivRem(UnixNanoseconds, 100, out var rest) - (rest < 0 ? 1 : 0));

    /// <summary>Converts from a time with 100 ns resolution.</summary>
    /// <exception cref="OverflowException">The time is before 1677 or after 2262.</exception>
    public static TraceTimestamp FromDateTimeOffset(DateTimeOffset value) =>
        new(checked((value.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100));

    /// <summary>Converts from whole Unix seconds.</summary>
    /// <exception cref="OverflowException">The time is before 1677 or after 2262.</exception>
    public static TraceTimestamp FromUnixSeconds(long seconds) => new(checked(seconds * NanosecondsPerSecond));

    /// <summary>Converts from Unix seconds with a fraction, exactly.</summary>
    /// <exception cref="OverflowException">The time is before 1677 or after 2262.</exception>
    public static TraceTimestamp FromUnixSeconds(decimal seconds) => new((long)decimal.Floor(seconds * NanosecondsPerSecond));

    /// <summary>Returns the time that is <paramref name="duration"/> later.</summary>
    /// <exception cref="OverflowException">That time is before 1677 or after 2262.</exception>
    public TraceTimestamp Add(TimeSpan duration) => new(checked(UnixNanoseconds + (duration.Ticks * 100)));

    /// <summary>Returns the time from <paramref name="earlier"/> to this one, with 100 ns resolution.</summary>
    public TimeSpan Subtract(TraceTimestamp earlier) =>
        TimeSpan.FromTicks((long)(((Int128)UnixNanoseconds - earlier.UnixNanoseconds) / TimeSpan.NanosecondsPerTick));

    /// <summary>Returns the later time minus the earlier one.</summary>
    public static TimeSpan operator -(TraceTimestamp later, TraceTimestamp earlier) => later.Subtract(earlier);

    /// <summary>Returns the time that is a duration later.</summary>
    public static TraceTimestamp operator +(TraceTimestamp time, TimeSpan duration) => time.Add(duration);

    /// <summary>Converts from a time with 100 ns resolution.</summary>
    public static implicit operator TraceTimestamp(DateTimeOffset value) => FromDateTimeOffset(value);

    /// <summary>Determines whether the left time is before the right one.</summary>
    public static bool operator <(TraceTimestamp left, TraceTimestamp right) => left.UnixNanoseconds < right.UnixNanoseconds;

    /// <summary>Determines whether the left time is after the right one.</summary>
    public static bool operator >(TraceTimestamp left, TraceTimestamp right) => left.UnixNanoseconds > right.UnixNanoseconds;

    /// <summary>Determines whether the left time is before or equal to the right one.</summary>
    public static bool operator <=(TraceTimestamp left, TraceTimestamp right) => left.UnixNanoseconds <= right.UnixNanoseconds;

    /// <summary>Determines whether the left time is after or equal to the right one.</summary>
    public static bool operator >=(TraceTimestamp left, TraceTimestamp right) => left.UnixNanoseconds >= right.UnixNanoseconds;

    /// <inheritdoc/>
    public int CompareTo(TraceTimestamp other) => UnixNanoseconds.CompareTo(other.UnixNanoseconds);

    /// <summary>Returns the time as RFC 3339 in UTC with as many digits of the second as it
    /// takes, at most nine: <c>2026-01-15T10:00:00.123456789Z</c>.</summary>
    public override string ToString()
    {
        var (seconds, nanoseconds) = Math.DivRem(UnixNanoseconds, NanosecondsPerSecond);
        if (nanoseconds < 0)
            (seconds, nanoseconds) = (seconds - 1, nanoseconds + NanosecondsPerSecond);
        var text = DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        return nanoseconds == 0 ? text + "Z" : text + "." + nanoseconds.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0') + "Z";
    }

    /// <summary>Reads RFC 3339: a <c>T</c> or a space before the time, any number of digits of the
    /// second (those after the ninth are cut), any offset; without an offset it is UTC.</summary>
    /// <exception cref="FormatException">The text is not an RFC 3339 time.</exception>
    public static TraceTimestamp Parse(string text) => Parse(text, provider: null);

    /// <inheritdoc cref="Parse(string)"/>
    public static TraceTimestamp Parse(string s, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), provider);
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static TraceTimestamp Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result)
            ? result
            : throw new FormatException("The text is not an RFC 3339 time between the years 1677 and 2262.");

    /// <summary>Reads RFC 3339 as <see cref="Parse(string)"/> does, without an exception.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TraceTimestamp result) =>
        TryParse(text.AsSpan(), provider: null, out result);

    /// <inheritdoc cref="TryParse(string?, out TraceTimestamp)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TraceTimestamp result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc cref="TryParse(string?, out TraceTimestamp)"/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out TraceTimestamp result)
    {
        result = default;
        const int SecondsEnd = 19;
        if (s.Length < SecondsEnd || s[10] is not ('T' or 't' or ' '))
            return false;
        if (!DateTime.TryParseExact(s[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            || !TimeSpan.TryParseExact(s[11..SecondsEnd], @"hh\:mm\:ss", CultureInfo.InvariantCulture, out var timeOfDay))
        {
            return false;
        }

        var rest = s[SecondsEnd..];
        if (!TryReadFraction(ref rest, out var nanoseconds) || !TryReadOffset(rest, out var offset))
            return false;

        var ticks = date.Ticks + timeOfDay.Ticks - offset.Ticks - DateTimeOffset.UnixEpoch.Ticks;
        var total = ((Int128)ticks * TimeSpan.NanosecondsPerTick) + nanoseconds;
        if (total < long.MinValue || total > long.MaxValue)
            return false;
        result = new TraceTimestamp((long)total);
        return true;
    }

    private static bool TryReadFraction(ref ReadOnlySpan<char> rest, out long nanoseconds)
    {
        nanoseconds = 0;
        if (rest.IsEmpty || rest[0] is not ('.' or ','))
            return true;

        var length = 1;
        for (long unit = NanosecondsPerSecond / 10; length < rest.Length && char.IsAsciiDigit(rest[length]); length++, unit /= 10)
            nanoseconds += unit * (rest[length] - '0');
        rest = rest[length..];
        return length > 1;
    }

    private static bool TryReadOffset(ReadOnlySpan<char> rest, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        rest = rest.TrimStart(' ');
        if (rest.IsEmpty || rest is "Z" or "z" or "UTC")
            return true;
        if (rest[0] is not ('+' or '-'))
            return false;

        var digits = rest[1..];
        var format = digits.Length switch { 2 => "hh", 4 => "hhmm", _ => @"hh\:mm" };
        if (!TimeSpan.TryParseExact(digits, format, CultureInfo.InvariantCulture, out var size))
            return false;
        offset = rest[0] == '-' ? -size : size;
        return true;
    }
}
