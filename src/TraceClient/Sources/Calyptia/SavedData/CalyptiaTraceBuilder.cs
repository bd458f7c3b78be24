namespace TraceClient.Calyptia;

/// <summary>Makes traces of trace records that come in any order: saved ones, or such as <see cref="ICalyptiaApi"/> gives.</summary>
/// <remarks>An instance serves one thread at a time, and holds the records that it was given.</remarks>
/// <param name="chunkGap">The time without an event after which a further event
/// under the same trace id is taken for another chunk; null for 1 minute.</param>
public sealed class CalyptiaTraceBuilder(TimeSpan? chunkGap = null)
{
    private readonly CalyptiaEventSet _events = new(chunkGap);

    /// <summary>Adds a record. One whose session has a record of that id already is left out.</summary>
    public void Add(CalyptiaTraceRecord record) => _events.Add(record, keepRecord: true);

    /// <summary>Returns the traces of all records so far, newest first.</summary>
    /// <exception cref="TraceFormatException">An id of a session or a record
    /// is missing, or has characters that no reference can.</exception>
    public IReadOnlyList<Trace> ToTraces() =>
        [.. _events.Chunks().Select(found => CalyptiaTraceMapper.ToTrace(found.Chunk, found.Session, pipelineName: null, now: default))];

    /// <summary>Returns the trace of one id, in the forms that a <see cref="TraceReference"/>
    /// of this source takes; null when there is none.</summary>
    /// <param name="id"><c>SESSION/TRACE_ID/RECORD_ID</c>, or without the record for the newest of that trace id.</param>
    public Trace? FindTrace(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return _events.Find(id) is var (chunk, session, namesakes)
            ? CalyptiaTraceMapper.ToTrace(chunk, session, pipelineName: null, now: default, namesakes)
            : null;
    }
}

/// <summary>Lists the traces of trace records that come in any order, and holds
/// of each record only its header: for more data than memory takes.</summary>
/// <remarks>An instance serves one thread at a time. <see cref="CalyptiaTraceBuilder"/> makes the traces themselves.</remarks>
/// <param name="chunkGap">The time without an event after which a further event
/// under the same trace id is taken for another chunk; null for 1 minute.</param>
public sealed class CalyptiaTraceIndex(TimeSpan? chunkGap = null)
{
    private readonly CalyptiaEventSet _events = new(chunkGap);

    /// <summary>Gets the ids of the trace sessions that records were added of.</summary>
    public IReadOnlyCollection<string> SessionIds => _events.SessionIds;

    /// <summary>Adds what a list needs of a record. One whose session has a record of that id already is left out.</summary>
    public void Add(CalyptiaTraceRecord record) => _events.Add(record, keepRecord: false);

    /// <summary>Adds what another index holds, such as that of another file.</summary>
    public void Add(CalyptiaTraceIndex index)
    {
        ArgumentNullException.ThrowIfNull(index);
        _events.Add(index._events);
    }

    /// <summary>Returns the traces of all records so far, newest first.</summary>
    /// <exception cref="TraceFormatException">An id of a session or a record
    /// is missing, or has characters that no reference can.</exception>
    public IReadOnlyList<TraceSummary> ToSummaries() =>
        [.. _events.Chunks().Select(found => CalyptiaTraceMapper.ToSummary(found.Chunk, found.Session, pipelineName: null))];
}
