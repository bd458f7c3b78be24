namespace TraceClient.Calyptia;

/// <summary>Represents the lifespan of a trace session. On the wire it is a duration as Go writes it, such as <c>10m0s</c>.</summary>
[JsonConverter(typeof(CalyptiaLifespanConverter))]
public readonly record struct CalyptiaLifespan
{
    internal CalyptiaLifespan(string? text, TimeSpan? duration) => (Text, Duration) = (text, duration);

    /// <summary>Initializes a new instance with a duration.</summary>
    public CalyptiaLifespan(TimeSpan duration) => (Text, Duration) = (GoDuration.ToString(duration), duration);

    /// <summary>Gets the duration with 100 ns resolution; null when there is none or it cannot be read.</summary>
    public TimeSpan? Duration { get; }

    /// <summary>Gets the text as it came: a Go duration, or a number of nanoseconds; null when there is none.</summary>
    public string? Text { get; }

    /// <summary>Takes a duration.</summary>
    public static implicit operator CalyptiaLifespan(TimeSpan duration) => new(duration);

    /// <summary>Reads a duration as Go writes it: <c>10m</c>, <c>1h30m</c>, <c>950ms</c>.</summary>
    /// <returns>False when the text is none.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out CalyptiaLifespan lifespan)
    {
        lifespan = GoDuration.TryParse(text, out var duration) ? new CalyptiaLifespan(text!.Trim(), duration) : default;
        return lifespan.Duration is not null;
    }

    /// <summary>Returns the text as it came.</summary>
    public override string ToString() => Text ?? "";
}

/// <summary>Writes a Go duration.</summary>
internal sealed class CalyptiaLifespanConverter : JsonConverter<CalyptiaLifespan>
{
    public override CalyptiaLifespan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, CalyptiaLifespan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(
            value.Duration is { } duration && !GoDuration.TryParse(value.Text, out _) ? GoDuration.ToString(duration) : value.Text);
}

/// <summary>Durations as Go writes them: <c>1h0m0s</c>, <c>3m12.345678s</c>, <c>950ms</c>.</summary>
internal static class GoDuration
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>Reads a duration; what is below 100 ns is cut.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        text = text.Trim();
        var isNegative = text is ['-', ..];
        if (isNegative || text is ['+', ..])
            text = text[1..];
        if (text is "0" or "")
            return text is "0";

        decimal ticks = 0;
        while (!text.IsEmpty)
        {
            var length = text.IndexOfAnyExcept(NumberCharacters);
            if (length < 1
                || !decimal.TryParse(text[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return false;
            text = text[length..];
            var end = text.IndexOfAny(NumberCharacters);
            var unit = end < 0 ? text : text[..end];
            var size = unit switch
            {
                "ns" => 1m / TimeSpan.NanosecondsPerTick,
                "us" or "µs" or "μs" => TimeSpan.TicksPerMicrosecond,
                "ms" => TimeSpan.TicksPerMillisecond,
                "s" => TimeSpan.TicksPerSecond,
                "m" => TimeSpan.TicksPerMinute,
                "h" => TimeSpan.TicksPerHour,
                _ => 0,
            };
            if (size == 0 || number > (long.MaxValue - ticks) / size)
                return false;
            ticks += number * size;
            text = text[unit.Length..];
        }

        duration = TimeSpan.FromTicks((long)(isNegative ? -ticks : ticks));
        return true;
    }

    /// <summary>Writes a duration as Go does.</summary>
    public static string ToString(TimeSpan duration)
    {
        var ticks = Math.Abs((decimal)duration.Ticks);
        var seconds = Number(ticks % TimeSpan.TicksPerMinute / TimeSpan.TicksPerSecond) + "s";
        var minutes = Number(decimal.Floor(ticks / TimeSpan.TicksPerMinute) % 60) + "m";
        return (duration < TimeSpan.Zero ? "-" : "") + ticks switch
        {
            0 => "0s",
            < TimeSpan.TicksPerMicrosecond => Number(ticks * TimeSpan.NanosecondsPerTick) + "ns",
            < TimeSpan.TicksPerMillisecond => Number(ticks / TimeSpan.TicksPerMicrosecond) + "µs",
            < TimeSpan.TicksPerSecond => Number(ticks / TimeSpan.TicksPerMillisecond) + "ms",
            < TimeSpan.TicksPerMinute => seconds,
            < TimeSpan.TicksPerHour => minutes + seconds,
            _ => Number(decimal.Floor(ticks / TimeSpan.TicksPerHour)) + "h" + minutes + seconds,
        };
    }

    private static string Number(decimal value) => value.ToString("0.#########", CultureInfo.InvariantCulture);
}
