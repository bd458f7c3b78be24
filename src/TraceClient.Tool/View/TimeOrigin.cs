namespace TraceClient.Tool;

/// <summary>Represents the earliest time of a trace, from which the page counts nanoseconds. JavaScript numbers cannot represent Unix
/// nanoseconds.</summary>
internal readonly record struct TimeOrigin(TraceTimestamp? Time)
{
    public static TimeOrigin Of(Trace trace) => new(trace.Spans.Min(span => span.StartTime ?? span.EndTime));

    /// <summary>Writes the nanoseconds from the origin to a time; null for no time.</summary>
    public void Write(Utf8JsonWriter json, TraceTimestamp? time)
    {
        if (time is null || Time is null)
            json.WriteNullValue();
        else
            json.WriteNumberValue((decimal)((Int128)time.Value.UnixNanoseconds - Time.Value.UnixNanoseconds));
    }
}
