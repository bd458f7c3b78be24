using System.Runtime.InteropServices;

namespace TraceClient.Galtea;

/// <summary>When a step began and ended and how long it took; what a row lacks follows from the rest where it can.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GalteaTiming(TraceTimestamp? Start, TraceTimestamp? End, TimeSpan? Duration)
{
    public static GalteaTiming Of(GalteaTrace row, ExtensionAttributes notes)
    {
        var start = notes.Read("start_time", row.StartTime);
        var end = notes.Read("end_time", row.EndTime);
        if (notes.ReadMilliseconds("latency_ms", row.LatencyMs) is not { } latency)
            return new(start, end, Duration: null);

        // The latency has digits that the times have not; where they differ by more than that, both can still be seen.
        if (start is not null && end is not null && end - start != latency)
            notes.Add("latency_ms", row.LatencyMs);
        return new(start ?? Shift(end, -latency), end ?? Shift(start, latency), latency);
    }

    private static TraceTimestamp? Shift(TraceTimestamp? time, TimeSpan by)
    {
        if (time is not { UnixNanoseconds: var from })
            return null;
        var to = (Int128)from + ((Int128)by.Ticks * 100);
        return to < long.MinValue || to > long.MaxValue ? null : new TraceTimestamp((long)to);
    }
}
