namespace TraceClient.Otlp;

/// <summary>Converts times of OTLP, which are unsigned, with 0 for none.</summary>
internal static class WireTime
{
    /// <summary>Gets the time in OTLP; 0 if there is none, or OTLP cannot represent it.</summary>
    public static ulong From(TraceTimestamp? time) => time is { UnixNanoseconds: > 0 and var nanoseconds } ? (ulong)nanoseconds : 0;

    /// <summary>Gets the time as an attribute, if OTLP cannot represent it: 1970 and before.</summary>
    public static long? AttributeOf(TraceTimestamp? time) => time is { UnixNanoseconds: <= 0 and var nanoseconds } ? nanoseconds : null;

    /// <summary>Restores the time.</summary>
    public static TraceTimestamp? Read(ulong wire, long? attribute) => wire switch
    {
        0 => attribute is { } nanoseconds ? new TraceTimestamp(nanoseconds) : null,
        <= long.MaxValue => new TraceTimestamp((long)wire),
        _ => null,
    };
}
