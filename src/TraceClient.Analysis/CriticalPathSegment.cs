namespace TraceClient.Analysis;

/// <summary>Represents a part of the critical path: a time in which the trace waited for one span, and for no child of it.</summary>
/// <param name="Span">The span.</param>
/// <param name="StartTime">The time when the part begins.</param>
/// <param name="EndTime">The time when the part ends.</param>
public sealed record CriticalPathSegment(Span Span, TraceTimestamp StartTime, TraceTimestamp EndTime)
{
    /// <summary>Gets how long the part took, with 100 ns resolution.</summary>
    public TimeSpan Duration => EndTime - StartTime;
}

/// <summary>Computes the critical path.</summary>
internal static class CriticalPathFinder
{
    /// <summary>Finds the critical path.</summary>
    /// <remarks>
    /// It goes from the end of the trace back to its start. At each time it is in the child that ended last; when that child begins, it
    /// goes on with the child that had ended last by then, and where there is none with the parent itself.
    /// </remarks>
    public static List<CriticalPathSegment> Find(SpanTimeline timeline)
    {
        var path = new List<CriticalPathSegment>();
        if (timeline.Whole() is not { } whole)
            return path;

        // Not recursive: a chain can be 100,000 spans deep.
        var open = new Stack<Frame>([new Frame(timeline, -1, whole)]);
        while (open.TryPeek(out var frame))
        {
            if (frame.NextChild() is { } child)
            {
                Add(frame, child.Time.End);
                frame.Position = child.Time.Start;
                open.Push(new Frame(timeline, child.Index, child.Time));
            }
            else
            {
                Add(frame, frame.Start);
                open.Pop();
            }
        }

        path.Reverse();
        return path;

        // No span waits where the trace is between two roots.
        void Add(Frame frame, long start)
        {
            if (frame.Index >= 0 && start < frame.Position)
                path.Add(new(timeline[frame.Index], new(start), new(frame.Position)));
        }
    }

    /// <summary>A span that the path goes through, from its end to its start.</summary>
    private sealed class Frame
    {
        private readonly List<(int Index, Interval Time)> _children;
        private int _next;

        public Frame(SpanTimeline timeline, int index, Interval time)
        {
            (Index, Start, Position) = (index, time.Start, time.End);
            _children = timeline.TimesWithin(time, index);
            _children.Sort((left, right) => right.Time.End.CompareTo(left.Time.End) is not 0 and var order
                ? order
                : right.Index.CompareTo(left.Index));
        }

        public int Index { get; }

        public long Start { get; }

        /// <summary>Gets or sets the time at which the path is.</summary>
        public long Position { get; set; }

        /// <summary>Returns the child that ended last before the position, once.</summary>
        public (int Index, Interval Time)? NextChild()
        {
            while (_next < _children.Count)
            {
                var child = _children[_next++];
                if (child.Time.End <= Position)
                    return child;
            }

            return null;
        }
    }
}
