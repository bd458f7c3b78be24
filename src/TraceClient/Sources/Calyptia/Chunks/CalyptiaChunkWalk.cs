namespace TraceClient.Calyptia;

/// <summary>Lists the chunks of one session, newest first, from a walk over its events.</summary>
/// <remarks>
/// The events of a trace id are gathered until so much time lies before the oldest that no earlier one can belong to them. A
/// chunk is handed out when none that began later can still turn up. What is held is a window of time, not the session.
/// </remarks>
/// <param name="gap">The time without an event after which a further one is taken for another chunk's.</param>
/// <param name="from">The earliest chunk that is wanted; null for all.</param>
/// <param name="isWanted">Whether the chunks of a trace id are wanted; null for all.</param>
internal sealed class CalyptiaChunkWalk(TimeSpan gap, TraceTimestamp? from = null, Func<string, bool>? isWanted = null)
{
    // A retry can come long after the flush; after this many gaps an output stands alone.
    private const int OutputPatience = 60;

    private readonly Dictionary<string, List<CalyptiaEvent>> _open = new(StringComparer.Ordinal);
    private readonly PriorityQueue<CalyptiaChunk, (long NewestFirst, long Order)> _ready = new();
    private long _order;
    private int _untilSweep;

    /// <summary>The chunks, those that began last first.</summary>
    /// <param name="newestFirst">The events of the session; their headers suffice.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    public async IAsyncEnumerable<CalyptiaChunk> ListAsync(
        IAsyncEnumerable<CalyptiaEvent> newestFirst, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var next in newestFirst.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var chunk in Add(next) ? TakeReady() : [])
                yield return chunk;
            if (next.Time < from && _open.Count == 0)
                break;
        }

        foreach (var chunk in TakeAll())
            yield return chunk;
    }

    /// <summary>The same, of events that are all there.</summary>
    public IEnumerable<CalyptiaChunk> List(IEnumerable<CalyptiaEvent> newestFirst)
    {
        foreach (var next in newestFirst)
            Add(next);
        return TakeAll();
    }

    /// <summary>Goes on to the next older event.</summary>
    /// <returns>Whether that has made chunks complete.</returns>
    private bool Add(CalyptiaEvent next)
    {
        var known = _order;

        // Again after as many events as there are trace ids: that costs little, and the window stays near the gap.
        if (--_untilSweep < 0)
        {
            foreach (var events in _open.Values)
                CloseIfApart(events, next.Time);
            _untilSweep = _open.Count;
        }

        if (isWanted?.Invoke(next.TraceId) != false)
        {
            if (_open.TryGetValue(next.TraceId, out var events) && !CloseIfApart(events, next.Time))
                events.Add(next);
            else if (from is null || next.Time >= from)
                _open.Add(next.TraceId, [next]);
        }

        return _order > known;
    }

    /// <summary>Closes the events of a trace id when so much time lies before them that nothing older belongs to them.</summary>
    private bool CloseIfApart(List<CalyptiaEvent> events, TraceTimestamp older)
    {
        var patience = !events[^1].IsOutput ? gap : gap > TimeSpan.MaxValue / OutputPatience ? TimeSpan.MaxValue : gap * OutputPatience;
        var isApart = events[^1].Time - older > patience;
        if (isApart)
            Close(events);
        return isApart;
    }

    private void Close(List<CalyptiaEvent> events)
    {
        _open.Remove(events[0].TraceId);
        events.Sort(CalyptiaEvent.OldestFirst);

        // The complement turns the order of all numbers round, the smallest included.
        foreach (var chunk in new CalyptiaChunkSplitter(gap).Split(events))
            _ready.Enqueue(chunk, (~chunk.First.Time.UnixNanoseconds, _order++));
    }

    private IEnumerable<CalyptiaChunk> TakeReady()
    {
        // A chunk of events that are still gathered begins no later than the newest of them.
        var bound = _open.Count == 0 ? from : _open.Values.Max(events => events[0].Time);
        while (_ready.TryPeek(out var chunk, out _) && (bound is null || chunk.First.Time >= bound))
            yield return _ready.Dequeue();
    }

    private IEnumerable<CalyptiaChunk> TakeAll()
    {
        foreach (var events in _open.Values)
            Close(events);
        return TakeReady();
    }
}
