namespace TraceClient.Testing;

/// <summary>A window of time in ticks, both ends included; null for no bound.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TimeWindow(long? From, long? To)
{
    /// <summary>How long before the start of the simulator all traces but the newest lie.</summary>
    public static long QuietAtTheEnd(TraceSimulatorOptions options)
    {
        var spread = Math.Min(options.Calyptia.Spread.Ticks, Math.Min(options.Kubiya.Spread.Ticks, options.Galtea.Spread.Ticks));
        return Math.Clamp(spread / 20, 0, TimeSpan.TicksPerMinute);
    }

    public bool Takes(long ticks) => !(ticks < From) && !(ticks > To);
}
