using System.Text.Json.Serialization;

namespace TraceClient.Otlp;

/// <summary>A stretch of time in Unix nanoseconds, both ends included; the ends of the type stand for no limit.</summary>
[StructLayout(LayoutKind.Auto)]
[method: JsonConstructor]
internal readonly record struct TimeRange(long From, long To)
{
    public static TimeRange All { get; } = new(long.MinValue, long.MaxValue);

    public bool Contains(long time) => time >= From && time <= To;

    /// <summary>The times of a query.</summary>
    public static TimeRange Of(TraceQuery query) => new(
        query.From is { } from ? Nanoseconds(from) : long.MinValue, query.To is { } to ? Nanoseconds(to) : long.MaxValue);

    /// <summary>The query for this stretch, or for slightly more: its times count 100 ns.</summary>
    public TraceQuery Narrow(TraceQuery query)
    {
        var whole = Of(query);
        return query with
        {
            From = From == whole.From ? query.From : new TraceTimestamp(From).ToDateTimeOffset(),
            To = To == whole.To ? query.To : new TraceTimestamp(To).ToDateTimeOffset().AddTicks(1),
        };
    }

    private static long Nanoseconds(DateTimeOffset time) => (long)Int128.Clamp(
        ((Int128)time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick, long.MinValue, long.MaxValue);
}
