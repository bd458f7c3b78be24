namespace TraceClient.Otlp;

/// <summary>OTLP's times: unsigned, and 0 for none.</summary>
internal static class WireTime
{
    /// <summary>The time on the wire; 0 where there is none or the wire has no number for it.</summary>
    public static ulong From(TraceTimestamp? time) => time is { UnixNanoseconds: > 0 and var nanoseconds } ? (ulong)nanoseconds : 0;

    /// <summary>The time as an attribute, if the wire has no number for it: 1970 and before.</summary>
    public static long? AttributeOf(TraceTimestamp? time) => time is { UnixNanoseconds: <= 0 and var nanoseconds } ? nanoseconds : null;

    /// <summary>The time that was meant.</summary>
    public static TraceTimestamp? Read(ulong wire, long? attribute) => wire switch
    {
        0 => attribute is { } nanoseconds ? new TraceTimestamp(nanoseconds) : null,
        <= long.MaxValue => new TraceTimestamp((long)wire),
        _ => null,
    };
}
