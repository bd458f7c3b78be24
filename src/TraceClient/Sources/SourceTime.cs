namespace TraceClient;

/// <summary>Represents a time as a source sent it: read where that is possible, and kept as it came.</summary>
/// <remarks>The default value is a time that was not sent, or sent as <c>null</c>.</remarks>
[JsonConverter(typeof(SourceTimeConverter))]
public readonly record struct SourceTime
{
    private const string GoZeroDate = "0001-01-01T00:00:00";
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long MaxSeconds = long.MaxValue / NanosecondsPerSecond;

    private static readonly Form[] Digits = [.. Enumerable.Range(0, 10).Select(digits => new Form(Kind.Digits, digits))];
    private static readonly Form Nanoseconds = new(Kind.Nanoseconds);
    private static readonly Form Seconds = new(Kind.Seconds);

    // The usual forms are shared, so that a time takes 16 bytes.
    private readonly long _nanoseconds;
    private readonly Form? _form;

    private SourceTime(Form form, long nanoseconds = 0)
    {
        _form = form;
        _nanoseconds = nanoseconds;
    }

    private enum Kind
    {
        Digits,
        Nanoseconds,
        Seconds,
        String,
        Number,
        UnreadableString,
        UnreadableJson,
    }

    /// <summary>Gets whether no time was sent.</summary>
    public bool IsNull => _form is null;

    /// <summary>Gets the time; null when it could not be read or was not sent.</summary>
    public TraceTimestamp? Value => _form is null or { Kind: Kind.UnreadableString or Kind.UnreadableJson } ? null : new TraceTimestamp(_nanoseconds);

    /// <summary>Gets the time as it came, a string without its quotes; null when it was not sent.</summary>
    public string? Text => _form?.Kind switch
    {
        null => null,
        Kind.Digits => DateTimeText(_form.Digits),
        Kind.Nanoseconds => _nanoseconds.ToString(CultureInfo.InvariantCulture),
        Kind.Seconds => (_nanoseconds / NanosecondsPerSecond).ToString(CultureInfo.InvariantCulture),
        _ => _form.Text,
    };

    /// <summary>Gets the JSON value that was sent.</summary>
    public JsonPayload Json => _form?.Kind switch
    {
        null => JsonPayload.Null,
        Kind.Digits or Kind.String => new JsonPayload(Encoding.UTF8.GetBytes($"\"{Text}\"")),
        Kind.UnreadableString => JsonPayload.FromString(Text!),
        _ => new JsonPayload(Encoding.UTF8.GetBytes(Text!)),
    };

    /// <summary>Gets whether something was sent that is no time. An empty string and the year 1, which Go writes for no time, are none that was sent.</summary>
    public bool IsUnreadable => _form is { Kind: Kind.UnreadableJson }
        || (_form is { Kind: Kind.UnreadableString, Text: { Length: > 0 } text } && !text.StartsWith(GoZeroDate, StringComparison.Ordinal));

    /// <summary>Creates a time as a service sends it in Unix seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is not between the years 1677 and 2262.</exception>
    public static SourceTime FromUnixSeconds(long seconds) =>
        FromNumber(seconds, TimeNumber.Seconds) is { IsUnreadable: false } time ? time : throw new ArgumentOutOfRangeException(nameof(seconds));

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

    internal static SourceTime Unreadable(string json) => new(new Form(Kind.UnreadableJson, Text: json));

    /// <summary>Reads text in the usual form, <c>2026-01-15T10:00:00.123Z</c>, which needs no string.</summary>
    internal static bool TryFromUtf8(ReadOnlySpan<byte> text, out SourceTime time)
    {
        time = default;
        if (text.Length is < 20 or > 30 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[^1] != 'Z'
            || !TryReadDigits(text[..4], out var year) || !TryReadDigits(text[5..7], out var month) || !TryReadDigits(text[8..10], out var day)
            || !TryReadDigits(text[11..13], out var hour) || !TryReadDigits(text[14..16], out var minute) || !TryReadDigits(text[17..19], out var second))
        {
            return false;
        }

        var fraction = text[19..^1];
        var nanoseconds = 0;
        if (fraction.Length > 0 && (fraction.Length == 1 || fraction[0] != '.' || !TryReadDigits(fraction[1..], out nanoseconds)))
            return false;
        if (year is < 1678 or > 2261 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
            return false;

        for (var i = fraction.Length; i is > 0 and < 10; i++)
            nanoseconds *= 10;
        var ticks = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks;
        time = new SourceTime(Digits[Math.Max(0, fraction.Length - 1)], (ticks * TimeSpan.NanosecondsPerTick) + nanoseconds);
        return true;
    }

    internal static SourceTime FromText(string text, TimeNumber number)
    {
        if (TraceTimestamp.TryParse(text, out var timestamp))
            return new SourceTime(new Form(Kind.String, Text: text), timestamp.UnixNanoseconds);
        if (number != TimeNumber.None && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && TryScale(value, number, out var nanoseconds))
        {
            return new SourceTime(new Form(Kind.String, Text: text), nanoseconds);
        }

        return new SourceTime(new Form(Kind.UnreadableString, Text: text));
    }

    internal static SourceTime FromNumber(long value, TimeNumber number) => number switch
    {
        TimeNumber.Nanoseconds => new SourceTime(Nanoseconds, value),
        TimeNumber.Seconds when value is > -MaxSeconds and < MaxSeconds => new SourceTime(Seconds, value * NanosecondsPerSecond),
        _ => Unreadable(value.ToString(CultureInfo.InvariantCulture)),
    };

    internal static SourceTime FromNumber(string json, TimeNumber number) =>
        decimal.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && TryScale(value, number, out var nanoseconds)
            ? new SourceTime(new Form(Kind.Number, Text: json), nanoseconds)
            : Unreadable(json);

    private static bool TryReadDigits(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
                return false;
            value = (value * 10) + (digit - '0');
        }

        return true;
    }

    private static bool TryScale(decimal value, TimeNumber number, out long nanoseconds)
    {
        var fits = number switch
        {
            TimeNumber.Seconds => value is > -MaxSeconds and < MaxSeconds,
            TimeNumber.Nanoseconds => value is >= long.MinValue and <= long.MaxValue && decimal.IsInteger(value),
            _ => false,
        };
        nanoseconds = !fits ? 0 : (long)decimal.Floor(number == TimeNumber.Seconds ? value * NanosecondsPerSecond : value);
        return fits;
    }

    private string DateTimeText(int digits)
    {
        var seconds = Math.DivRem(_nanoseconds, NanosecondsPerSecond, out var rest);
        if (rest < 0)
            (seconds, rest) = (seconds - 1, rest + NanosecondsPerSecond);
        var text = DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        return digits == 0 ? text + "Z" : $"{text}.{rest.ToString("D9", CultureInfo.InvariantCulture)[..digits]}Z";
    }

    /// <summary>How a time was written.</summary>
    private sealed record Form(Kind Kind, int Digits = 0, string? Text = null);
}

/// <summary>What a number stands for where a time belongs.</summary>
internal enum TimeNumber
{
    None,
    Seconds,
    Nanoseconds,
}

internal sealed class SourceTimeConverter : JsonConverter<SourceTime>
{
    public override SourceTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, SourceTime value, JsonSerializerOptions options) => value.Json.WriteTo(writer);
}
