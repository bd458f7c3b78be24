namespace TraceClient.Testing;

/// <summary>A window of time in ticks, both ends included; a null end is open.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TimeWindow(long? From, long? To)
{
    /// <summary>Gets the time before the start of the simulator, in ticks, in which only the newest trace lies.</summary>
    public static long IdleTimeBeforeStart(TraceSimulatorOptions options)
    {
        long[] histories =
            [options.Calyptia.HistoryLength.Ticks, options.Kubiya.HistoryLength.Ticks, options.Galtea.HistoryLength.Ticks];
        return Math.Clamp(histories.Min() / 20, 0, TimeSpan.TicksPerMinute);
    }

    public bool Contains(long ticks) => !(ticks < From) && !(ticks > To);
}
