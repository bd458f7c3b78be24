namespace TraceClient.Analysis;

/// <summary>Represents a time between two steps of one span, or between two roots, in which no step ran.</summary>
/// <param name="Parent">The span whose steps they are; null for roots.</param>
/// <param name="Before">The step that ended last before the gap.</param>
/// <param name="After">The first step after the gap.</param>
/// <param name="StartTime">The time when the gap begins.</param>
/// <param name="EndTime">The time when the gap ends.</param>
public sealed record TraceGap(Span? Parent, Span Before, Span After, TraceTimestamp StartTime, TraceTimestamp EndTime)
{
    /// <summary>Gets how long the gap is, with 100 ns resolution.</summary>
    public TimeSpan Duration => EndTime - StartTime;

    /// <summary>Finds the gaps of a trace.</summary>
    internal static List<TraceGap> Find(SpanTimeline timeline, TimeSpan minimum)
    {
        var gaps = new List<TraceGap>();
        for (var parent = -1; parent < timeline.Count; parent++)
        {
            if ((parent < 0 ? timeline.Whole() : timeline.Times[parent]) is not { } time)
                continue;
            (int Index, Interval Time)? last = null;
            foreach (var child in timeline.TimesWithin(time, parent))
            {
                if (last is { } before && child.Time.Start > before.Time.End)
                {
                    gaps.Add(new(
                        parent < 0 ? null : timeline[parent], timeline[before.Index], timeline[child.Index],
                        new(before.Time.End), new(child.Time.Start)));
                }

                if (last is null || child.Time.End > last.Value.Time.End)
                    last = child;
            }
        }

        return [.. gaps.Where(gap => gap.Duration >= minimum).OrderByDescending(gap => gap.Duration)];
    }
}
