namespace TraceClient.Testing;

/// <summary>The data of the simulated Calyptia Core, to look at and to change while it runs.</summary>
/// <remarks>
/// JSON that is given here is answered as it was given, whatever it holds; only members that are missing and that the service
/// always sends are filled in. So a test can put any payload on the wire.
/// </remarks>
public sealed class SimulatedCalyptia
{
    private readonly CalyptiaStore _store;
    private int _taps;

    internal SimulatedCalyptia(CalyptiaStore store) => _store = store;

    /// <summary>The one project's id, a UUID; the first part of the default token holds it as well.</summary>
    public string ProjectId => _store.Data.ProjectId;

    /// <summary>The ids of the pipelines as they were made, then of those that were added.</summary>
    public IEnumerable<string> PipelineIds
    {
        get
        {
            var generated = _store.Data.Pipelines.Select(pipeline => pipeline.Id).ToList();
            return generated.Concat(
                _store.Pipelines.Select(pipeline => pipeline.Id).Where(id => !generated.Contains(id, StringComparer.Ordinal)).Reverse());
        }
    }

    /// <summary>The ids of the trace sessions of all pipelines, newest first.</summary>
    public IEnumerable<string> SessionIds => _store.Sessions.Select(session => session.Id);

    /// <summary>The ids of a pipeline's trace sessions, newest first.</summary>
    public IEnumerable<string> SessionIdsOf(string pipelineId) => _store.SessionsOf(pipelineId).Select(session => session.Id);

    /// <summary>The session of a pipeline that takes records now; null when there is none.</summary>
    public string? ActiveSessionId(string pipelineId) => _store.ActiveSession(pipelineId)?.Id;

    /// <summary>How many trace records a session has.</summary>
    /// <exception cref="ArgumentException">There is no such session.</exception>
    public long RecordCount(string sessionId) => _store.RecordsOf(Session(sessionId)).Count;

    /// <summary>The ids of a session's records, newest first; made as they are asked for, so take what you need.</summary>
    /// <exception cref="ArgumentException">There is no such session.</exception>
    public IEnumerable<string> RecordIds(string sessionId)
    {
        var session = Session(sessionId);
        return _store.RecordsOf(session).Descending()
            .Select(entry => entry.Value?.Id ?? _store.Data.RecordIds[CalyptiaData.RecordNumber(session.Number, entry.Index)]);
    }

    /// <summary>Adds a pipeline without sessions.</summary>
    /// <returns>Its id.</returns>
    public string AddPipeline(string name = "added") => _store.AddPipeline(name).Id;

    /// <summary>Adds a session to a pipeline, whether or not one is active.</summary>
    /// <param name="pipelineId">The pipeline.</param>
    /// <param name="json">A JSON object with members to set, such as
    /// <c>lifespan</c>; <c>{}</c> starts an active session of 10 minutes.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="ArgumentException">This is no JSON object, or there is no such pipeline.</exception>
    public string AddSessionJson(string pipelineId, string json = "{}")
    {
        if (_store.FindPipeline(pipelineId) is null)
            throw new ArgumentException($"The simulator has no pipeline {pipelineId}.", nameof(pipelineId));
        return _store.AddSession(pipelineId, JsonMembers.Parse(Encoding.UTF8.GetBytes(json))).Id;
    }

    /// <summary>Ends a session now, as DELETE …/trace_session does.</summary>
    /// <exception cref="ArgumentException">There is no such session.</exception>
    public void TerminateSession(string sessionId) => _store.Terminate(Session(sessionId));

    /// <summary>Adds a record to a session, ended or not.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="json">The record; <c>id</c>, <c>sessionID</c> and
    /// <c>createdAt</c> are filled in where they are missing, nothing else.</param>
    /// <returns>The record's id.</returns>
    /// <exception cref="ArgumentException">This is no JSON object, or there is no such session.</exception>
    public string AppendRecordJson(string sessionId, string json) => AppendRecordJson(sessionId, Encoding.UTF8.GetBytes(json));

    /// <inheritdoc cref="AppendRecordJson(string, string)"/>
    /// <param name="sessionId">The session.</param>
    /// <param name="json">The bytes of the record; text in it need not be valid UTF-8.</param>
    public string AppendRecordJson(string sessionId, ReadOnlyMemory<byte> json) =>
        _store.AddRecord(Session(sessionId), JsonMembers.Parse(json.Span)).Id;

    /// <summary>Makes a session of the output of Fluent Bit's Tap: JSON lines,
    /// an array per line, or objects run together; gzip or not.</summary>
    /// <remarks>
    /// <c>date</c> becomes <c>createdAt</c>, <c>return</c> becomes <c>return_code</c> (0 when absent), a missing <c>plugin_alias</c> is
    /// empty, the times take the form that <see cref="CalyptiaSimulatorOptions.TimeForm"/>
    /// says; <c>records</c> stay as they are to the byte.
    /// </remarks>
    /// <param name="tap">The output, of at most 256 MB when unpacked; read to its end, not closed.</param>
    /// <param name="pipelineId">The pipeline to add the session to; null for a new one.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The id of the session, which has ended with its last event.</returns>
    /// <exception cref="InvalidDataException">This is no such output; the message says at which byte.</exception>
    /// <exception cref="ArgumentException">There is no such pipeline.</exception>
    public async Task<string> LoadTapAsync(Stream tap, string? pipelineId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tap);
        var events = await TapReader.ReadAsync(tap, cancellationToken).ConfigureAwait(false);
        if (pipelineId is not null && _store.FindPipeline(pipelineId) is null)
            throw new ArgumentException($"The simulator has no pipeline {pipelineId}.", nameof(pipelineId));
        pipelineId ??= _store.AddPipeline($"tap-{Interlocked.Increment(ref _taps)}").Id;
        var dates = events.Select(TapReader.Date).OfType<long>().DefaultIfEmpty(_store.Now).ToList();
        var plugins = events.Select(tapped => tapped.Text("plugin_instance")).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var lifespan = (dates.Max() - dates.Min() + TimeSpan.TicksPerSecond) * 100;
        var session = _store.AddSession(pipelineId, plugins, lifespan, dates.Min());
        foreach (var tapped in events)
            _store.AddRecord(session, TapReader.ToRecord(tapped, _store));
        return session.Id;
    }

    /// <summary>Adds the records of a trace to the session in its id, which is made if there is none.</summary>
    internal void Add(Trace trace)
    {
        var (sessionId, createdAt, records) = CalyptiaTraceForm.Of(trace, _store.Time);
        var session = _store.FindSession(sessionId) ?? _store.AddSession(PipelineOf(trace), JsonMembers.Parse("{}"u8)
            .SetText("id", sessionId).SetText("createdAt", Clock.Rfc3339(createdAt.UtcTicks)));
        foreach (var record in records)
            _store.AddRecord(session, record);
    }

    private string PipelineOf(Trace trace) =>
        _store.Pipelines.FirstOrDefault(pipeline => pipeline.Name == trace.ServiceName)?.Id
            ?? _store.AddPipeline(trace.ServiceName ?? "added").Id;

    private CalyptiaSession Session(string id) =>
        _store.FindSession(id) ?? throw new ArgumentException($"The simulator has no trace session {id}.", nameof(id));
}
