namespace TraceClient.Tool;

/// <summary>The earliest time of a trace: the page counts nanoseconds from
/// it, since a script's numbers do not hold nanoseconds from 1970.</summary>
internal readonly record struct TraceZero(TraceTimestamp? Time)
{
    public static TraceZero Of(Trace trace) => new(trace.Spans.Min(span => span.StartTime ?? span.EndTime));

    /// <summary>Writes how much later a time is, in nanoseconds; null for no time.</summary>
    public void Write(Utf8JsonWriter json, TraceTimestamp? time)
    {
        if (time is null || Time is null)
            json.WriteNullValue();
        else
            json.WriteNumberValue((decimal)((Int128)time.Value.UnixNanoseconds - Time.Value.UnixNanoseconds));
    }
}
