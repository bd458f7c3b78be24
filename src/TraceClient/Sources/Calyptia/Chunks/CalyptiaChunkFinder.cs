namespace TraceClient.Calyptia;

/// <summary>Finds one chunk in a walk over a session's events, and keeps the log records of no other for long.</summary>
internal sealed class CalyptiaChunkFinder(CalyptiaTraceId id, TimeSpan gap)
{
    private readonly List<CalyptiaEvent> _precise = [];
    private readonly List<CalyptiaEvent> _loose = [];
    private CalyptiaChunk? _newest;
    private int _namesakes;

    /// <summary>True for an event whose log records may be asked for.</summary>
    public bool IsWanted(CalyptiaTraceRecord record)
    {
        var traceId = CalyptiaTraceId.Printable(record.TraceId);
        return traceId == id.TraceIdBeforeRecord || traceId == id.Rest;
    }

    /// <summary>
    /// The chunk that has the record which the id ends with; else the newest of the chunks whose trace id is all that follows the
    /// session, and how many there are. Null when there is none.
    /// </summary>
    public async Task<(CalyptiaChunk Chunk, int Namesakes)?> FindAsync(IAsyncEnumerable<CalyptiaEvent> newestFirst, CancellationToken cancellationToken)
    {
        await foreach (var next in newestFirst.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (Add(next) is { } found)
                return found;
        }

        return Finish();
    }

    /// <summary>Goes on to the next older event; the chunk of the record, when it is complete by that.</summary>
    public (CalyptiaChunk Chunk, int Namesakes)? Add(CalyptiaEvent next)
    {
        if (ClosePreciseBefore(next.Time) is { } chunk)
            return (chunk, 1);
        CloseLooseBefore(next.Time);

        if (next.TraceId == id.TraceIdBeforeRecord)
            _precise.Add(next);
        else if (next.TraceId == id.Rest)
            _loose.Add(next);
        return null;
    }

    /// <summary>What is found when no older event is left.</summary>
    public (CalyptiaChunk Chunk, int Namesakes)? Finish()
    {
        if (ClosePrecise() is { } last)
            return (last, 1);
        CloseLoose();
        return _newest is { } newest ? (newest, _namesakes) : null;
    }

    private CalyptiaChunk? ClosePreciseBefore(TraceTimestamp time) =>
        _precise.Count > 0 && CalyptiaChunks.IsApart(time, _precise[^1], gap) ? ClosePrecise() : null;

    private void CloseLooseBefore(TraceTimestamp time)
    {
        if (_loose.Count > 0 && CalyptiaChunks.IsApart(time, _loose[^1], gap))
            CloseLoose();
    }

    private CalyptiaChunk? ClosePrecise() =>
        Split(_precise).FirstOrDefault(chunk => chunk.Events.Any(step => step.Id == id.RecordId));

    private void CloseLoose()
    {
        var chunks = Split(_loose);
        _namesakes += chunks.Count;
        _newest ??= chunks is [.., var newest] ? newest : null;
    }

    private IReadOnlyList<CalyptiaChunk> Split(List<CalyptiaEvent> events)
    {
        var chunks = CalyptiaChunks.Split([.. events.Order(CalyptiaEvent.OldestFirst)], gap);
        events.Clear();
        return chunks;
    }
}
