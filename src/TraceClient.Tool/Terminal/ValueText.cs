using TraceClient.Http;

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

    public static string Of(TimeSpan? duration) => duration is { } known ? DurationText.Of(known) : "-";
}
