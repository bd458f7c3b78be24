namespace TraceClient.Tool;

/// <summary>Formats values.</summary>
internal static class ValueText
{
    public static string Of(TraceStatus status) => status == TraceStatus.Unset ? "-" : status.ToString();

    public static string Of(SpanStatus status) => status == SpanStatus.Unset ? "-" : status.ToString();

    public static string Of(int? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "-";

    /// <summary>Returns the local time with seconds.</summary>
    public static string Of(TraceTimestamp? time) =>
        time?.ToDateTimeOffset().ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "-";

    public static string Of(TimeSpan? duration) => duration switch
    {
        null => "-",
        { Ticks: 0 } => "0 ms",
        { TotalMilliseconds: < 1 } time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds:0} µs"),
        { TotalSeconds: < 1 } time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.#} ms"),
        { TotalMinutes: < 1 } time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.##} s"),
        { TotalHours: < 1 } time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} min"),
        { } time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.#} h"),
    };
}
