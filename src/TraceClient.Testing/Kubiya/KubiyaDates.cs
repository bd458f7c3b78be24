namespace TraceClient.Testing;

internal static class KubiyaDates
{
    public static string Format(long ticks, KubiyaSimulatorOptions options) => Format(ticks, options.DateForm, options.WholeSeconds);

    public static string Format(long ticks, KubiyaDateForm form, bool wholeSeconds)
    {
        var text = new DateTime(ticks, DateTimeKind.Utc).ToString(
            (form == KubiyaDateForm.WithSpace ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-ddTHH:mm:ss") + (wholeSeconds ? "" : ".ffffff"),
            CultureInfo.InvariantCulture);
        return form switch
        {
            KubiyaDateForm.Zulu => text + "Z",
            KubiyaDateForm.Offset => text + "+00:00",
            _ => text,
        };
    }
}
