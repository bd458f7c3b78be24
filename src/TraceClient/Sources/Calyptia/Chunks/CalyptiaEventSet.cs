namespace TraceClient.Calyptia;

/// <summary>Events of any sessions in any order, and the chunks that they make.</summary>
/// <param name="gap">The time without an event after which a further one is taken for another chunk's; null for 1 minute.</param>
internal sealed class CalyptiaEventSet(TimeSpan? gap)
{
    private readonly TimeSpan _gap = gap switch
    {
        null => TimeSpan.FromMinutes(1),
        { } some when some > TimeSpan.Zero => some,
        _ => throw new ArgumentOutOfRangeException(nameof(gap), "The time between two chunks must be more than 0."),
    };

    private readonly Dictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> SessionIds => _sessions.Keys;

    /// <summary>Adds an event, if none of its id is there.</summary>
    public void Add(CalyptiaTraceRecord record, bool keepRecord)
    {
        ArgumentNullException.ThrowIfNull(record);
        var session = SessionOf(record.SessionId ?? "");
        session.Add(CalyptiaEvent.From(record, session.Events.Count, session.LastTime, keepRecord));
    }

    /// <summary>Adds the events of another set.</summary>
    public void Add(CalyptiaEventSet other)
    {
        foreach (var (id, session) in other._sessions)
        {
            foreach (var added in session.OldestFirst())
                SessionOf(id).Add(added);
        }
    }

    /// <summary>The chunks, those that began last first.</summary>
    public IEnumerable<(CalyptiaChunk Chunk, CalyptiaTraceSession Session)> Chunks() =>
        from session in _sessions
        let header = HeaderOf(session.Key)
        from events in session.Value.OldestFirst().GroupBy(occurred => occurred.TraceId, StringComparer.Ordinal)
        from chunk in CalyptiaChunks.Split([.. events], _gap)
        orderby chunk.First.Time descending
        select (chunk, header);

    /// <summary>The chunk of an id as <see cref="CalyptiaChunkFinder"/> finds it; null when there is none.</summary>
    public (CalyptiaChunk Chunk, CalyptiaTraceSession Session, int Namesakes)? Find(string id)
    {
        if (CalyptiaTraceId.TryParse(id) is not { } traceId || !_sessions.TryGetValue(traceId.SessionId, out var session))
            return null;

        var finder = new CalyptiaChunkFinder(traceId, _gap);
        var found = Enumerable.Reverse(session.OldestFirst()).Select(finder.Add).FirstOrDefault(result => result is not null) ?? finder.Finish();
        return found is var (chunk, namesakes) ? (chunk, HeaderOf(traceId.SessionId), namesakes) : null;
    }

    // Records name their session and say nothing else of it.
    private static CalyptiaTraceSession HeaderOf(string id) => new() { Id = id };

    private Session SessionOf(string id)
    {
        if (!_sessions.TryGetValue(id, out var session))
            _sessions.Add(id, session = new Session());
        return session;
    }

    private sealed class Session
    {
        private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

        public List<CalyptiaEvent> Events { get; } = [];

        public TraceTimestamp LastTime => Events.Count > 0 ? Events[^1].Time : default;

        public void Add(CalyptiaEvent added)
        {
            if (added.Id.Length == 0 || _ids.Add(added.Id))
                Events.Add(added);
        }

        /// <summary>The events by time. Those of one time are in the order that the data as a whole has: the API gives the newest first, Tap the oldest.</summary>
        public List<CalyptiaEvent> OldestFirst()
        {
            var isNewestFirst = Events.Count > 0 && Events[0].Time > Events[^1].Time;
            List<CalyptiaEvent> events = [.. (isNewestFirst ? Enumerable.Reverse(Events) : Events).OrderBy(occurred => occurred.Time)];
            for (var i = 0; i < events.Count; i++)
                events[i].Index = events.Count - i;
            return events;
        }
    }
}
