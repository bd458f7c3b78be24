namespace TraceClient.Calyptia;

/// <summary>What a trace session says of its time.</summary>
internal static class CalyptiaSessions
{
    /// <summary>When a session is or was over; null when it does not say.</summary>
    public static TraceTimestamp? EndOf(CalyptiaTraceSession session)
    {
        if (session.CreatedAt.Timestamp is not { } start || session.Lifespan.Duration is not { } lifespan)
            return null;
        var ticks = (Int128)start.UnixNanoseconds + ((Int128)lifespan.Ticks * 100);
        return new TraceTimestamp((long)Int128.Clamp(ticks, long.MinValue, long.MaxValue));
    }
}
