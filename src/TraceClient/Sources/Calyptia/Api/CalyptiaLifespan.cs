namespace TraceClient.Calyptia;

/// <summary>How long a trace session lasts. On the wire it is a duration as Go writes it, such as <c>10m0s</c>.</summary>
[JsonConverter(typeof(CalyptiaLifespanConverter))]
public readonly record struct CalyptiaLifespan
{
    internal CalyptiaLifespan(string? text, TimeSpan? duration)
    {
        Text = text;
        Duration = duration;
    }

    /// <summary>Takes a duration.</summary>
    public CalyptiaLifespan(TimeSpan duration)
        : this(GoDuration.ToString(duration), duration)
    {
    }

    /// <summary>The duration with 100 ns resolution; null when there is none or it cannot be read.</summary>
    public TimeSpan? Duration { get; }

    /// <summary>The text as it came: a Go duration, or a number of nanoseconds; null when there is none.</summary>
    public string? Text { get; }

    /// <summary>Takes a duration.</summary>
    public static implicit operator CalyptiaLifespan(TimeSpan duration) => new(duration);

    /// <summary>Reads a duration as Go writes it: <c>10m</c>, <c>1h30m</c>, <c>950ms</c>.</summary>
    /// <returns>False when the text is none.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out CalyptiaLifespan lifespan)
    {
        var isDuration = GoDuration.TryParse(text, out var duration);
        lifespan = isDuration ? new CalyptiaLifespan(text!.Trim(), duration) : default;
        return isDuration;
    }

    /// <summary>The text as it came.</summary>
    public override string ToString() => Text ?? "";

    internal static CalyptiaLifespan FromWire(string? text, bool isNumber)
    {
        TimeSpan duration = default;
        var isReadable = isNumber
            ? decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var nanoseconds) && GoDuration.TryFromNanoseconds(nanoseconds, out duration)
            : GoDuration.TryParse(text, out duration);
        return new CalyptiaLifespan(text, isReadable ? duration : null);
    }
}

/// <summary>Reads a Go duration or a number of nanoseconds; writes a Go duration.</summary>
internal sealed class CalyptiaLifespanConverter : JsonConverter<CalyptiaLifespan>
{
    public override CalyptiaLifespan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, CalyptiaLifespan value, JsonSerializerOptions options)
    {
        if (value.Duration is { } duration)
            writer.WriteStringValue(GoDuration.TryParse(value.Text, out _) ? value.Text : GoDuration.ToString(duration));
        else
            writer.WriteStringValue(value.Text);
    }
}

/// <summary>Durations as Go writes them: <c>1h0m0s</c>, <c>3m12.345678s</c>, <c>950ms</c>.</summary>
internal static class GoDuration
{
    private const decimal NanosecondsPerTick = 100;

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    // Longer units first where one is the start of another.
    private static readonly (string Name, decimal Nanoseconds)[] Units =
    [
        ("ns", 1), ("us", 1_000), ("µs", 1_000), ("μs", 1_000), ("ms", 1_000_000),
        ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
    ];

    /// <summary>Reads a duration; what is below 100 ns is cut.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        text = text.Trim();
        var negative = text.StartsWith("-", StringComparison.Ordinal);
        if (negative || text.StartsWith("+", StringComparison.Ordinal))
            text = text[1..];
        if (text is "0")
            return true;
        if (text.IsEmpty)
            return false;

        decimal nanoseconds = 0;
        while (!text.IsEmpty)
        {
            if (!TryReadPart(ref text, out var part))
                return false;
            nanoseconds += part;
        }

        return TryFromNanoseconds(negative ? -nanoseconds : nanoseconds, out duration);
    }

    /// <summary>Converts from nanoseconds; what is below 100 ns is cut.</summary>
    public static bool TryFromNanoseconds(decimal nanoseconds, out TimeSpan duration)
    {
        var ticks = decimal.Truncate(nanoseconds / NanosecondsPerTick);
        var fits = ticks is >= long.MinValue and <= long.MaxValue;
        duration = fits ? TimeSpan.FromTicks((long)ticks) : default;
        return fits;
    }

    /// <summary>Writes a duration as Go does.</summary>
    public static string ToString(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
            return "0s";

        var sign = duration < TimeSpan.Zero ? "-" : "";
        var nanoseconds = Math.Abs((decimal)duration.Ticks) * NanosecondsPerTick;
        return sign + nanoseconds switch
        {
            < 1_000 => Number(nanoseconds) + "ns",
            < 1_000_000 => Number(nanoseconds / 1_000) + "µs",
            < 1_000_000_000 => Number(nanoseconds / 1_000_000) + "ms",
            _ => HoursMinutesSeconds(nanoseconds / 1_000_000_000),
        };
    }

    private static string HoursMinutesSeconds(decimal seconds)
    {
        var text = Number(seconds % 60) + "s";
        var minutes = decimal.Truncate(seconds / 60);
        if (minutes == 0)
            return text;
        var hours = decimal.Truncate(minutes / 60);
        text = Number(minutes % 60) + "m" + text;
        return hours == 0 ? text : Number(hours) + "h" + text;
    }

    private static string Number(decimal value) => value.ToString("0.#########", CultureInfo.InvariantCulture);

    private static bool TryReadPart(ref ReadOnlySpan<char> text, out decimal nanoseconds)
    {
        nanoseconds = 0;
        var length = text.IndexOfAnyExcept(NumberCharacters);
        if (length < 1 || length > 28
            || !decimal.TryParse(text[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number > long.MaxValue)
        {
            return false;
        }

        text = text[length..];
        foreach (var (name, size) in Units)
        {
            // "m" is no unit where an "s" follows: "ms" comes before it in the list.
            if (!text.StartsWith(name, StringComparison.Ordinal))
                continue;
            text = text[name.Length..];
            nanoseconds = number > long.MaxValue / size ? long.MaxValue : number * size;
            return true;
        }

        return false;
    }
}
