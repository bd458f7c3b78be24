namespace TraceClient.Calyptia;

/// <summary>Events of any sessions in any order, and the chunks that they make.</summary>
/// <param name="gap">The time without an event after which a further one is taken for another chunk's; null for 1 minute.</param>
internal sealed class CalyptiaEventSet(TimeSpan? gap)
{
    private readonly TimeSpan _gap = gap is null ? TimeSpan.FromMinutes(1)
        : gap > TimeSpan.Zero ? gap.Value
        : throw new ArgumentOutOfRangeException(nameof(gap), "The time between two chunks must be more than 0.");

    private readonly Dictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> SessionIds => _sessions.Keys;

    /// <summary>Adds an event, if none of its id is there.</summary>
    public void Add(CalyptiaTraceRecord record, bool keepRecord)
    {
        ArgumentNullException.ThrowIfNull(record);
        var session = SessionOf(record.SessionId ?? "");
        session.Add(new CalyptiaEvent(record, session.Events.Count, session.Events is [.., var last] ? last.Time : default, keepRecord));
    }

    /// <summary>Adds the events of another set.</summary>
    public void Add(CalyptiaEventSet other)
    {
        foreach (var (id, session) in other._sessions)
        {
            foreach (var added in Enumerable.Reverse(session.NewestFirst()))
                SessionOf(id).Add(added);
        }
    }

    /// <summary>The chunks, those that began last first.</summary>
    public IEnumerable<(CalyptiaChunk Chunk, CalyptiaTraceSession Session)> Chunks() =>
        from session in _sessions
        let header = HeaderOf(session.Key)
        from chunk in new CalyptiaChunkWalk(_gap).List(session.Value.NewestFirst())
        orderby chunk.First.Time descending
        select (chunk, header);

    /// <summary>The chunk of an id; null when there is none.</summary>
    public (CalyptiaChunk Chunk, CalyptiaTraceSession Session, int Namesakes)? Find(string id)
    {
        if (CalyptiaTraceId.TryParse(id) is not { } traceId || !_sessions.TryGetValue(traceId.SessionId, out var session))
            return null;

        var search = new CalyptiaChunkSearch(traceId);
        foreach (var chunk in new CalyptiaChunkWalk(_gap, isWanted: search.IsWanted).List(session.NewestFirst()))
            search.Add(chunk);
        return search.Find(traceId) is var (found, namesakes) ? (found, HeaderOf(traceId.SessionId), namesakes) : null;
    }

    // Records name their session and say nothing else of it.
    private static CalyptiaTraceSession HeaderOf(string id) => new() { Id = id };

    private Session SessionOf(string id) => CollectionsMarshal.GetValueRefOrAddDefault(_sessions, id, out _) ??= new Session();

    private sealed class Session
    {
        private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
        private List<CalyptiaEvent>? _newestFirst;

        public List<CalyptiaEvent> Events { get; } = [];

        public void Add(CalyptiaEvent added)
        {
            if (added.Id.Length > 0 && !_ids.Add(added.Id))
                return;
            Events.Add(added);
            _newestFirst = null;
        }

        /// <summary>The events by time. Those of one time are in the order that the data
        /// as a whole has: the API gives the newest first, Tap the oldest.</summary>
        public List<CalyptiaEvent> NewestFirst()
        {
            if (_newestFirst is not null)
                return _newestFirst;
            var isNewestFirst = Events.Count > 0 && Events[0].Time > Events[^1].Time;
            _newestFirst = [.. (isNewestFirst ? Events : Enumerable.Reverse(Events)).OrderByDescending(occurred => occurred.Time)];
            for (var i = 0; i < _newestFirst.Count; i++)
                _newestFirst[i].Index = i;
            return _newestFirst;
        }
    }
}
