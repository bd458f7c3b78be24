namespace TraceClient.Calyptia;

/// <summary>Tells chunks apart that go by the same trace id in the same session.</summary>
/// <remarks>
/// Fluent Bit counts chunks per traced input and process, so two inputs, two replicas or a restart each make a second
/// <c>trace.0</c>. What separates them: another input's instance, a number of records that shrinks, and time.
/// Outputs do not say which input's chunk they got: where there are several they are dealt out in turn.
/// </remarks>
internal static class CalyptiaChunks
{
    // A retry can come long after the flush; after this many gaps an output stands alone.
    private const int OutputPatience = 60;

    /// <summary>True when so much time lies between two neighbouring events of one trace id that nothing before belongs to anything after.</summary>
    public static bool IsApart(TraceTimestamp older, CalyptiaEvent newer, TimeSpan gap) => newer.Time - older > PatienceOf(newer, gap);

    /// <summary>The chunks of one trace id, by their first events.</summary>
    /// <param name="events">The events oldest first.</param>
    /// <param name="gap">The time without an event after which a further one is taken for another chunk's.</param>
    public static IReadOnlyList<CalyptiaChunk> Split(IReadOnlyList<CalyptiaEvent> events, TimeSpan gap)
    {
        var chunks = new List<CalyptiaChunk>();
        var start = 0;
        for (var i = 1; i <= events.Count; i++)
        {
            if (i < events.Count && !IsApart(events[i - 1].Time, events[i], gap))
                continue;
            chunks.AddRange(new CalyptiaChunkSplitter(gap).Split(events.Skip(start).Take(i - start)));
            start = i;
        }

        return chunks;
    }

    private static TimeSpan PatienceOf(CalyptiaEvent newer, TimeSpan gap) =>
        !newer.IsOutput ? gap : gap > TimeSpan.MaxValue / OutputPatience ? TimeSpan.MaxValue : gap * OutputPatience;
}
