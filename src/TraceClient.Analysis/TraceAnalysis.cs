namespace TraceClient.Analysis;

/// <summary>Adds what can be computed of a trace to <see cref="Trace"/> and <see cref="Span"/>.</summary>
[SuppressMessage("Naming", "CA1708", Justification = "The rule takes blocks of extensions for members of the same name.")]
public static class TraceAnalysis
{
    extension(TraceSummary trace)
    {
        /// <summary>Gets whether the trace failed or has a failed span: the rule of <see cref="TraceQuery.ErrorsOnly"/>.</summary>
        public bool HasFailed
        {
            get
            {
                ArgumentNullException.ThrowIfNull(trace);
                return trace.Status == TraceStatus.Error || trace.ErrorCount > 0;
            }
        }
    }

    extension(Span span)
    {
        /// <summary>Gets the time of the span in which none of its children ran, with 100 ns resolution;
        /// null when its time is not known.</summary>
        /// <remarks>
        /// Time of a child outside of the span does not count. A span that has not ended counts to the end of its last descendant. The
        /// property is computed on each call, from all descendants; for many spans of a trace use <c>trace.SelfTimes()</c>.
        /// </remarks>
        public TimeSpan? SelfTime
        {
            get
            {
                ArgumentNullException.ThrowIfNull(span);
                return SpanTimeline.Of(span).SelfTimeOf(0) is { } time ? Interval.ToTimeSpan(time) : null;
            }
        }
    }

    extension(Trace trace)
    {
        /// <summary>Computes the critical path: the chain of spans without which the trace would have ended earlier.</summary>
        /// <returns>
        /// The parts of the path by time. They do not overlap, so that their sum is never more than the time from the start to the end
        /// of the trace. It is empty when no span has a time.
        /// </returns>
        /// <remarks>
        /// The path goes from the end back to the start. At each time it is in the child that ended last. When that child begins, it goes
        /// on in the child that had ended by then; where there is none, the parent itself worked. A child that outlives its parent counts
        /// as long as the parent.
        /// </remarks>
        public IReadOnlyList<CriticalPathSegment> CriticalPath()
        {
            ArgumentNullException.ThrowIfNull(trace);
            return CriticalPathFinder.Find(SpanTimeline.Of(trace));
        }

        /// <summary>Computes the time of each span in which none of its children ran.</summary>
        /// <returns>The spans whose time is known, parents before their children, each with its time.</returns>
        public IReadOnlyList<(Span Span, TimeSpan SelfTime)> SelfTimes()
        {
            ArgumentNullException.ThrowIfNull(trace);
            var timeline = SpanTimeline.Of(trace);
            var times = new List<(Span Span, TimeSpan SelfTime)>(timeline.Count);
            for (var i = 0; i < timeline.Count; i++)
            {
                if (timeline.SelfTimeOf(i) is { } time)
                    times.Add((timeline[i], Interval.ToTimeSpan(time)));
            }

            return times;
        }

        /// <summary>Finds the times between two steps of one span, or between two roots, in which no step ran.</summary>
        /// <param name="minimum">The duration from which a gap counts.</param>
        /// <returns>The gaps, the longest first.</returns>
        public IReadOnlyList<TraceGap> FindGaps(TimeSpan minimum = default)
        {
            ArgumentNullException.ThrowIfNull(trace);
            return TraceGap.Find(SpanTimeline.Of(trace), minimum);
        }

        /// <summary>Counts the spans in groups of one property.</summary>
        /// <param name="by">The property.</param>
        /// <returns>The groups, the one with the longest total time first.</returns>
        /// <exception cref="ArgumentException"><paramref name="by"/> is a property of traces.</exception>
        public IReadOnlyList<StatisticsGroup> GroupSpans(StatisticsProperty by)
        {
            ArgumentNullException.ThrowIfNull(trace);
            ArgumentNullException.ThrowIfNull(by);
            if (!by.IsOfSpans)
                throw new ArgumentException($"Spans have no property '{by.Name}'.", nameof(by));
            var statistics = new TraceStatistics([by]);
            statistics.Add(trace);
            return [.. statistics.Groupings[0].Groups.OrderByDescending(group => group.TotalTime)
                .ThenBy(group => group.Key, StringComparer.Ordinal)];
        }

        /// <summary>Reads the messages of all model calls and agents as one conversation.</summary>
        public Conversation ReadConversation()
        {
            ArgumentNullException.ThrowIfNull(trace);
            return Conversation.Of([trace]);
        }
    }
}
