namespace TraceClient.Calyptia;

/// <summary>Lists the chunks of one session, newest first, from a walk over its events.</summary>
/// <remarks>
/// The events of a trace id are gathered until so much time lies before the oldest that no earlier one can belong to them. A
/// chunk is handed out when none that began later can still turn up. What is held is a window of time, not the session.
/// </remarks>
/// <param name="gap">The time without an event after which a further one is taken for another chunk's.</param>
/// <param name="from">The earliest chunk that is wanted; null for all.</param>
internal sealed class CalyptiaChunkWalk(TimeSpan gap, TraceTimestamp? from)
{
    // How often it is looked what can be handed out: often enough that the window stays near the gap.
    private const int SweepsPerGap = 8;

    private readonly Dictionary<string, List<CalyptiaEvent>> _open = new(StringComparer.Ordinal);
    private readonly PriorityQueue<CalyptiaChunk, (long NewestFirst, long Order)> _ready = new();
    private long _order;

    /// <summary>The chunks, those that began last first.</summary>
    /// <param name="newestFirst">The events of the session; their headers suffice.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    public async IAsyncEnumerable<CalyptiaChunk> ListAsync(
        IAsyncEnumerable<CalyptiaEvent> newestFirst, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        TraceTimestamp? swept = null;
        await foreach (var next in newestFirst.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            Add(next);
            swept ??= next.Time;
            if (swept.Value - next.Time < gap / SweepsPerGap)
                continue;

            swept = next.Time;
            CloseApartFrom(next.Time);
            foreach (var chunk in TakeReady())
                yield return chunk;
            if (next.Time < from && _open.Count == 0)
                break;
        }

        foreach (var events in _open.Values)
            Close(events);
        _open.Clear();
        foreach (var chunk in TakeReady())
            yield return chunk;
    }

    private void Add(CalyptiaEvent next)
    {
        if (_open.TryGetValue(next.TraceId, out var events) && CalyptiaChunks.IsApart(next.Time, events[^1], gap))
        {
            Close(events);
            _open.Remove(next.TraceId);
            events = null;
        }

        if (events is not null)
            events.Add(next);
        else if (from is null || next.Time >= from)
            _open.Add(next.TraceId, [next]);
    }

    private void CloseApartFrom(TraceTimestamp time)
    {
        foreach (var (traceId, events) in _open.Where(entry => CalyptiaChunks.IsApart(time, entry.Value[^1], gap)).ToList())
        {
            Close(events);
            _open.Remove(traceId);
        }
    }

    private void Close(List<CalyptiaEvent> events)
    {
        foreach (var chunk in CalyptiaChunks.Split([.. events.Order(CalyptiaEvent.OldestFirst)], gap))
        {
            // The complement turns the order of all numbers round, the smallest included.
            if (from is null || chunk.First.Time >= from)
                _ready.Enqueue(chunk, (~chunk.First.Time.UnixNanoseconds, _order++));
        }
    }

    private IEnumerable<CalyptiaChunk> TakeReady()
    {
        // A chunk of events that are still gathered begins no later than the newest of them.
        TraceTimestamp? bound = _open.Count == 0 ? null : _open.Values.Max(events => events[0].Time);
        while (_ready.TryPeek(out var chunk, out _) && (bound is null || chunk.First.Time >= bound))
            yield return _ready.Dequeue();
    }
}
