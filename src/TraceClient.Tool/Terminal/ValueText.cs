namespace TraceClient.Tool;

/// <summary>Formats values.</summary>
internal static class ValueText
{
    public static string Of(TraceStatus status) => status == TraceStatus.Unset ? "-" : status.ToString();

    public static string Of(SpanStatus status) => status == SpanStatus.Unset ? "-" : status.ToString();

    public static string Of(int? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "-";

    /// <summary>Gets or sets the zone of all displayed times: the local one, or UTC with <c>--utc</c>.</summary>
    public static TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Local;

    /// <summary>Returns the time with seconds and its offset.</summary>
    public static string Of(TraceTimestamp? time) => time is { } known ? Format(known, "") : "-";

    /// <summary>Returns the time with all digits that the source sent, and its offset; null for none.</summary>
    public static string? Precise(TraceTimestamp? time)
    {
        if (time is not { } known)
            return null;
        var text = known.ToString();
        return Format(known, text.IndexOf('.', StringComparison.Ordinal) is > 0 and var point ? text[point..^1] : "");
    }

    private static string Format(TraceTimestamp time, string fraction)
    {
        var local = TimeZoneInfo.ConvertTime(time.ToDateTimeOffset(), Zone);
        var offset = local.Offset == TimeSpan.Zero ? "Z" : local.ToString("zzz", CultureInfo.InvariantCulture);
        return $"{local.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}{fraction}{offset}";
    }

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
