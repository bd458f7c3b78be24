namespace TraceClient.Testing;

/// <summary>A window of time in ticks, both ends included; null for no bound.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TimeWindow(long? From, long? To)
{
    public bool Takes(long ticks) => !(ticks < From) && !(ticks > To);
}
