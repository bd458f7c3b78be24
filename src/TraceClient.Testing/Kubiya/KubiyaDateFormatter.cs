namespace TraceClient.Testing;

internal static class KubiyaDateFormatter
{
    public static string Format(long ticks, KubiyaSimulatorOptions options) => Format(ticks, options.DateFormat, options.WholeSeconds);

    public static string Format(long ticks, KubiyaDateFormat format, bool wholeSeconds)
    {
        var text = new DateTime(ticks, DateTimeKind.Utc).ToString(
            (format == KubiyaDateFormat.WithSpace ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-ddTHH:mm:ss") + (wholeSeconds ? "" : ".ffffff"),
            CultureInfo.InvariantCulture);
        return format switch
        {
            KubiyaDateFormat.Zulu => text + "Z",
            KubiyaDateFormat.Offset => text + "+00:00",
            _ => text,
        };
    }
}
