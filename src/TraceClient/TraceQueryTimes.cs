namespace TraceClient;

/// <summary>The times of a query as timestamps, so that they mean the same at every source.</summary>
internal static class TraceQueryTimes
{
    /// <summary>True when the query sets no time, or the given one lies within; a trace without a time meets no condition on it.</summary>
    public static bool Includes(this TraceQuery query, TraceTimestamp? recordedAt) =>
        (query.From is not { } from || recordedAt >= ToTimestamp(from))
        && (query.To is not { } to || recordedAt <= ToTimestamp(to));

    /// <summary>The timestamp, or the nearest: a <see cref="DateTimeOffset"/> reaches further, and what is beyond is as good as no limit.</summary>
    public static TraceTimestamp ToTimestamp(DateTimeOffset time) => new((long)Int128.Clamp(
        ((Int128)time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick, long.MinValue, long.MaxValue));
}
