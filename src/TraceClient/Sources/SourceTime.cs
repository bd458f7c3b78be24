namespace TraceClient;

/// <summary>Represents a time as a source sent it: read where that is possible, and kept as it came.</summary>
/// <remarks>The default value is a time that was not sent, or sent as <c>null</c>.</remarks>
[JsonConverter(typeof(SourceTimeConverter))]
public readonly record struct SourceTime
{
    private const string GoZeroDate = "0001-01-01T00:00:00";
    private const long NanosecondsPerSecond = (long)TimeNumber.Seconds;

    private static readonly Form[] Digits =
        [.. Enumerable.Range(0, 10).Select(digits => new Form(IsString: true, Write: time => TextOf(time, digits)))];
    private static readonly Form Nanoseconds = new(IsString: false, Write: time => time.ToString(CultureInfo.InvariantCulture));
    private static readonly Form Seconds = new(IsString: false, Write: time => Nanoseconds.Write!(time / NanosecondsPerSecond));

    // The usual forms are shared, so that a time takes 16 bytes.
    private readonly long _nanoseconds;
    private readonly Form? _form;

    private SourceTime(Form form, long nanoseconds = 0) => (_form, _nanoseconds) = (form, nanoseconds);

    /// <summary>Gets whether no time was sent.</summary>
    public bool IsNull => _form is null;

    /// <summary>Gets the time; null when it could not be read or was not sent.</summary>
    public TraceTimestamp? Value => _form is { IsRead: true } ? new TraceTimestamp(_nanoseconds) : null;

    /// <summary>Gets the time as it came, a string without its quotes; null when it was not sent.</summary>
    public string? Text => _form?.Text ?? _form?.Write!(_nanoseconds);

    /// <summary>Gets the JSON value that was sent.</summary>
    public JsonPayload Json => _form switch
    {
        null => JsonPayload.Null,
        { IsString: true, IsRead: false } => JsonPayload.FromString(Text!),
        _ => new JsonPayload(Encoding.UTF8.GetBytes(_form.IsString ? $"\"{Text}\"" : Text!)),
    };

    /// <summary>Gets whether a value was sent that is not a time. An empty string and
    /// the year 1, which Go writes for a missing time, count as not sent.</summary>
    public bool IsUnreadable => _form is { IsRead: false, Text: { } text } form
        && (!form.IsString || (text.Length > 0 && !text.StartsWith(GoZeroDate, StringComparison.Ordinal)));

    /// <summary>Creates a time as a service sends it in Unix seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is not between the years 1677 and 2262.</exception>
    public static SourceTime FromUnixSeconds(long seconds) =>
        FromNumber(seconds, TimeNumber.Seconds) is { IsUnreadable: false } time
            ? time
            : throw new ArgumentOutOfRangeException(nameof(seconds));

    /// <summary>Creates a time as a service sends it in Unix nanoseconds.</summary>
    public static SourceTime FromUnixNanoseconds(long nanoseconds) => new(Nanoseconds, nanoseconds);

    /// <summary>Creates a time as a service sends it in text.</summary>
    /// <param name="text">An RFC 3339 time; any other text is unreadable.</param>
    public static SourceTime FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return FromText(text, TimeNumber.None);
    }

    /// <summary>Returns the time in RFC 3339; an empty string when there is none that could be read.</summary>
    public override string ToString() => Value?.ToString() ?? "";

    internal static SourceTime Unreadable(string json) => new(new Form(IsString: false, json, IsRead: false));

    /// <summary>Reads text in the usual form, <c>2026-01-15T10:00:00.123Z</c>, which needs no string.</summary>
    internal static bool TryFromUtf8(ReadOnlySpan<byte> text, out SourceTime time)
    {
        time = default;
        if (text.Length is < 20 or 21 or > 30)
            return false;

        var fraction = text.Length == 20 ? [] : text[20..^1];
        var (year, month, day) = (Number(text[..4]), Number(text[5..7]), Number(text[8..10]));
        var (hour, minute, second, nanoseconds) = (Number(text[11..13]), Number(text[14..16]), Number(text[17..19]), Number(fraction));
        if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[^1] != 'Z'
            || (text.Length > 20 && text[19] != '.') || year is < 1678 or > 2261 || month is < 1 or > 12
            || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59 || nanoseconds < 0)
        {
            return false;
        }

        for (var i = fraction.Length; i < 9; i++)
            nanoseconds *= 10;
        var ticks = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks;
        time = new SourceTime(Digits[fraction.Length], (ticks * TimeSpan.NanosecondsPerTick) + nanoseconds);
        return true;
    }

    internal static SourceTime FromText(string text, TimeNumber number) =>
        TraceTimestamp.TryParse(text, out var timestamp) ? new SourceTime(new Form(IsString: true, text), timestamp.UnixNanoseconds)
        : TryScale(text, number, out var nanoseconds) ? new SourceTime(new Form(IsString: true, text), nanoseconds)
        : new SourceTime(new Form(IsString: true, text, IsRead: false));

    internal static SourceTime FromNumber(long value, TimeNumber number) => number switch
    {
        TimeNumber.Nanoseconds => new SourceTime(Nanoseconds, value),
        TimeNumber.Seconds when value is >= long.MinValue / NanosecondsPerSecond and <= long.MaxValue / NanosecondsPerSecond =>
            new SourceTime(Seconds, value * NanosecondsPerSecond),
        _ => Unreadable(value.ToString(CultureInfo.InvariantCulture)),
    };

    internal static SourceTime FromNumber(string json, TimeNumber number) =>
        TryScale(json, number, out var nanoseconds) ? new SourceTime(new Form(IsString: false, json), nanoseconds) : Unreadable(json);

    /// <summary>Converts milliseconds to a duration; null for none, and for what is negative or too large for one.</summary>
    internal static TimeSpan? DurationOf(double? milliseconds) =>
        milliseconds is >= 0 and var value && value <= TimeSpan.MaxValue.TotalMilliseconds
            ? TimeSpan.FromTicks((long)Math.Round(value * TimeSpan.TicksPerMillisecond))
            : null;

    /// <summary>Reads digits; -1 where anything else is among them.</summary>
    private static int Number(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits)
            value = value >= 0 && char.IsAsciiDigit((char)digit) ? (value * 10) + digit - '0' : -1;
        return value;
    }

    private static bool TryScale(string text, TimeNumber number, out long nanoseconds)
    {
        nanoseconds = 0;
        if (number == TimeNumber.None || !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            return false;
        if (number == TimeNumber.Seconds && value is >= long.MinValue and <= long.MaxValue)
            value = decimal.Floor(value * NanosecondsPerSecond);
        if (value is < long.MinValue or > long.MaxValue || !decimal.IsInteger(value))
            return false;
        nanoseconds = (long)value;
        return true;
    }

    private static string TextOf(long time, int digits)
    {
        var text = new TraceTimestamp(time).ToString()[..^1];
        return (digits == 0 ? text : (text.Length > 19 ? text : text + ".").PadRight(20 + digits, '0')) + "Z";
    }

    /// <summary>How a time was written.</summary>
    /// <param name="IsString">Whether it was a string, and not a number or other JSON.</param>
    /// <param name="Text">The text; null where <paramref name="Write"/> makes it.</param>
    /// <param name="IsRead">Whether it could be read.</param>
    /// <param name="Write">Makes the text of the nanoseconds.</param>
    private sealed record Form(bool IsString, string? Text = null, bool IsRead = true, Func<long, string>? Write = null);
}

/// <summary>How many nanoseconds a number counts where a time belongs.</summary>
internal enum TimeNumber { None = 0, Nanoseconds = 1, Seconds = 1_000_000_000 }

internal sealed class SourceTimeConverter : JsonConverter<SourceTime>
{
    public override SourceTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, SourceTime value, JsonSerializerOptions options) => value.Json.WriteTo(writer);
}
