using TraceClient.Analysis;

namespace TraceClient.Testing;

/// <summary>Replaces what differs from run to run: the ids of the trace, its session and its spans, and the time of the start.</summary>
internal static class StableTrace
{
    private const string Id = "golden";
    private static readonly TraceTimestamp Start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Returns the trace with the numbers of its spans as their ids.</summary>
    public static Trace Of(Trace trace)
    {
        var spans = InOrder(trace);

        // Numbers of one width: a reader orders spans that start at one time by id.
        var width = spans.Count.ToString(CultureInfo.InvariantCulture).Length;
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var span in spans)
            ids.TryAdd(span.Id, (ids.Count + 1).ToString(CultureInfo.InvariantCulture).PadLeft(width, '0'));
        var offset = trace.StartTime ?? spans.Select(span => span.StartTime).FirstOrDefault(time => time is not null);
        return trace with
        {
            Reference = new TraceReference(trace.Source, Id),
            SessionId = trace.SessionId is null ? null : Id,
            StartTime = Moved(trace.StartTime),
            EndTime = Moved(trace.EndTime),
            Duration = trace.Duration,
            Spans = [.. spans.Select(Of)],
            Roots = [],
        };

        Span Of(Span span) => span with
        {
            Id = ids[span.Id],
            ParentId = span.ParentId is { } parent ? ids.GetValueOrDefault(parent, parent) : null,
            StartTime = Moved(span.StartTime),
            EndTime = Moved(span.EndTime),
            Duration = span.Duration,
            Records = [.. span.Records.Select(record => record with { Timestamp = Moved(record.Timestamp) })],
        };

        TraceTimestamp? Moved(TraceTimestamp? time) => time is { } known && offset is { } start
            ? new TraceTimestamp((long)Int128.Clamp(
                (Int128)known.UnixNanoseconds - start.UnixNanoseconds + Start.UnixNanoseconds, long.MinValue, long.MaxValue))
            : time;
    }

    /// <summary>Returns the spans in their order, and those that start at one time by their level, name and type.</summary>
    private static List<Span> InOrder(Trace trace)
    {
        var levels = new Dictionary<string, int>(StringComparer.Ordinal);
        var open = new Stack<(Span Span, int Level)>(trace.Roots.Select(root => (root, 0)));
        while (open.TryPop(out var next))
        {
            levels.TryAdd(next.Span.Id, next.Level);
            foreach (var child in next.Span.Children)
                open.Push((child, next.Level + 1));
        }

        return [.. StableOrder.Of(trace.Spans, span => span, span => levels.GetValueOrDefault(span.Id))];
    }
}
