namespace TraceClient.Tool;

/// <summary>Represents the time from the first start to the last end of spans.</summary>
internal sealed class TimeAxis
{
    private readonly TraceTimestamp _start;
    private readonly double _length;

    private TimeAxis(TraceTimestamp start, TraceTimestamp end) =>
        (_start, _length, Length) = (start, (double)((Int128)end.UnixNanoseconds - start.UnixNanoseconds), end - start);

    public TimeSpan Length { get; }

    /// <summary>Returns the axis of spans; null if no span has a time.</summary>
    public static TimeAxis? Of(IEnumerable<Span> spans)
    {
        TraceTimestamp? first = null, last = null;
        foreach (var span in spans)
        {
            var (start, end) = TimesOf(span);
            if ((start ?? end) is { } from && (first is null || from < first))
                first = from;
            if ((end ?? start) is { } to && (last is null || to > last))
                last = to;
        }

        return first is { } axisStart && last is { } axisEnd ? new TimeAxis(axisStart, axisEnd) : null;
    }

    /// <summary>Returns the bar of a span: a tick for a single time, an empty string for none.</summary>
    public string BarOf(Span span, int cells) => TimesOf(span) switch
    {
        ({ } start, { } end) when end > start => Bar.Draw(PositionOf(start), PositionOf(end), cells),
        ({ } start, _) => Bar.Tick(PositionOf(start), cells),
        (null, { } end) => Bar.Tick(PositionOf(end), cells),
        _ => "",
    };

    private static (TraceTimestamp? Start, TraceTimestamp? End) TimesOf(Span span) =>
        (span.StartTime, span.EndTime ?? (span is { StartTime: { } start, Duration: { } duration } ? start + duration : null));

    private double PositionOf(TraceTimestamp time) =>
        _length == 0 ? 0 : (double)((Int128)time.UnixNanoseconds - _start.UnixNanoseconds) / _length;
}
