namespace TraceClient.Http;

/// <summary>Formats durations for people.</summary>
internal static class DurationText
{
    /// <summary>Returns the duration with a unit that fits it, such as <c>8.99 s</c>.</summary>
    public static string Of(TimeSpan duration) => duration switch
    {
        { Ticks: 0 } => "0 ms",
        { TotalMilliseconds: < 1 } time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds:0} µs"),
        { TotalSeconds: < 1 } time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.#} ms"),
        { TotalMinutes: < 1 } time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.##} s"),
        { TotalHours: < 1 } time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} min"),
        { } time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.#} h"),
    };
}
