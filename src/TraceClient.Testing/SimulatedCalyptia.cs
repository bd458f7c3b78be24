namespace TraceClient.Testing;

/// <summary>Represents the data of the simulated Calyptia Core, which can be read and changed while clients read it.</summary>
/// <remarks>
/// The service sends JSON that is added here exactly as given, invalid types and values included. Only missing members that the service
/// always sends are added, with defaults.
/// </remarks>
public sealed class SimulatedCalyptia
{
    private readonly CalyptiaStore _store;
    private int _taps;

    internal SimulatedCalyptia(CalyptiaStore store) => _store = store;

    /// <summary>Gets the id of the only project, a UUID. The first part of the default token contains it too.</summary>
    public string ProjectId => _store.Data.ProjectId;

    /// <summary>Gets the ids of the generated pipelines, then those of added ones.</summary>
    public IEnumerable<string> PipelineIds
    {
        get
        {
            var generated = _store.Data.Pipelines.Select(pipeline => pipeline.Id).ToList();
            return generated.Concat(
                _store.Pipelines.Select(pipeline => pipeline.Id).Where(id => !generated.Contains(id, StringComparer.Ordinal)).Reverse());
        }
    }

    /// <summary>Gets the ids of the trace sessions of all pipelines, newest first.</summary>
    public IEnumerable<string> SessionIds => _store.Sessions.Select(session => session.Id);

    /// <summary>Gets the ids of the trace sessions of a pipeline.</summary>
    /// <param name="pipelineId">The id of the pipeline.</param>
    /// <returns>The ids, newest first; empty if there is no such pipeline.</returns>
    public IEnumerable<string> SessionIdsOf(string pipelineId) => _store.SessionsOf(pipelineId).Select(session => session.Id);

    /// <summary>Gets the id of the active session of a pipeline.</summary>
    /// <param name="pipelineId">The id of the pipeline.</param>
    /// <returns>The id; null if no session is active.</returns>
    public string? ActiveSessionId(string pipelineId) => _store.ActiveSession(pipelineId)?.Id;

    /// <summary>Gets the number of trace records of a session.</summary>
    /// <param name="sessionId">The id of the session.</param>
    /// <returns>The number of records.</returns>
    /// <exception cref="ArgumentException">There is no such session.</exception>
    public long RecordCount(string sessionId) => _store.RecordsOf(Session(sessionId)).Count;

    /// <summary>Gets the ids of the records of a session.</summary>
    /// <param name="sessionId">The id of the session.</param>
    /// <returns>The ids, newest first. They are computed during the enumeration.</returns>
    /// <exception cref="ArgumentException">There is no such session.</exception>
    public IEnumerable<string> RecordIds(string sessionId)
    {
        var session = Session(sessionId);
        return _store.RecordsOf(session).Descending()
            .Select(entry => entry.Value?.Id ?? _store.Data.RecordIds[CalyptiaData.RecordNumber(session.Number, entry.Index)]);
    }

    /// <summary>Adds a pipeline without sessions.</summary>
    /// <param name="name">The name of the pipeline.</param>
    /// <returns>The id of the pipeline.</returns>
    public string AddPipeline(string name = "added") => _store.AddPipeline(name).Id;

    /// <summary>Adds a session to a pipeline, even if another one is active.</summary>
    /// <param name="pipelineId">The id of the pipeline.</param>
    /// <param name="json">
    /// A JSON object with the members to set, such as <c>lifespan</c>; <c>{}</c> for an active session of 10 minutes.
    /// </param>
    /// <returns>The id of the session.</returns>
    /// <exception cref="ArgumentException">The text is not a JSON object, or there is no such pipeline.</exception>
    public string AddSessionJson(string pipelineId, string json = "{}")
    {
        if (_store.FindPipeline(pipelineId) is null)
            throw new ArgumentException($"The simulator has no pipeline '{pipelineId}'.", nameof(pipelineId));
        return _store.AddSession(pipelineId, JsonMembers.Parse(Encoding.UTF8.GetBytes(json))).Id;
    }

    /// <summary>Ends a session now, as DELETE …/trace_session does.</summary>
    /// <param name="sessionId">The id of the session.</param>
    /// <exception cref="ArgumentException">There is no such session.</exception>
    public void TerminateSession(string sessionId) => _store.Terminate(Session(sessionId));

    /// <summary>Adds a record to a session, even if it has ended.</summary>
    /// <param name="sessionId">The id of the session.</param>
    /// <param name="json">The record as a JSON object. Only a missing <c>id</c>, <c>sessionID</c> and <c>createdAt</c> are added.</param>
    /// <returns>The id of the record.</returns>
    /// <exception cref="ArgumentException">The text is not a JSON object, or there is no such session.</exception>
    public string AppendRecordJson(string sessionId, string json) => AppendRecordJson(sessionId, Encoding.UTF8.GetBytes(json));

    /// <inheritdoc cref="AppendRecordJson(string, string)"/>
    /// <param name="sessionId">The id of the session.</param>
    /// <param name="json">The bytes of the record. Strings in it may be invalid UTF-8.</param>
    public string AppendRecordJson(string sessionId, ReadOnlyMemory<byte> json) =>
        _store.AddRecord(Session(sessionId), JsonMembers.Parse(json.Span)).Id;

    /// <summary>Adds a session with the records of an output of Fluent Bit's Tap.</summary>
    /// <remarks>
    /// The output can be JSON Lines, one array a line, or concatenated objects, each with or without gzip. <c>date</c> becomes
    /// <c>createdAt</c>, and <c>return</c> becomes <c>return_code</c>, with 0 as the default. A missing <c>plugin_alias</c> becomes empty.
    /// Times have the format of <see cref="CalyptiaSimulatorOptions.TimeFormat"/>. The bytes of <c>records</c> do not change.
    /// </remarks>
    /// <param name="tap">The output, of at most 256 MiB when decompressed. It is read to its end, and not closed.</param>
    /// <param name="pipelineId">The id of the pipeline to add the session to; null for a new pipeline.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The id of the session, which ends at its last event.</returns>
    /// <exception cref="InvalidDataException">The output is invalid or too large; the message has the position.</exception>
    /// <exception cref="ArgumentException">There is no such pipeline.</exception>
    public async Task<string> LoadTapAsync(Stream tap, string? pipelineId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tap);
        var events = await TapReader.ReadAsync(tap, cancellationToken).ConfigureAwait(false);
        if (pipelineId is not null && _store.FindPipeline(pipelineId) is null)
            throw new ArgumentException($"The simulator has no pipeline '{pipelineId}'.", nameof(pipelineId));
        pipelineId ??= _store.AddPipeline($"tap-{Interlocked.Increment(ref _taps)}").Id;
        var dates = events.Select(TapReader.Date).OfType<long>().DefaultIfEmpty(_store.Now).ToList();
        var plugins = events.Select(tapped => tapped.Text("plugin_instance")).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var lifespan = (dates.Max() - dates.Min() + TimeSpan.TicksPerSecond) * 100;
        var session = _store.AddSession(pipelineId, plugins, lifespan, dates.Min());
        foreach (var tapped in events)
            _store.AddRecord(session, TapReader.ToRecord(tapped, _store));
        return session.Id;
    }

    /// <summary>Adds the records of a trace to the session in its id, which is created if it does not exist.</summary>
    internal void Add(Trace trace)
    {
        var (sessionId, createdAt, records) = CalyptiaTraceMapper.Map(trace, _store.Time);
        var session = _store.FindSession(sessionId) ?? _store.AddSession(PipelineOf(trace), JsonMembers.Parse("{}"u8)
            .SetText("id", sessionId).SetText("createdAt", TimestampFormat.Rfc3339(createdAt.UtcTicks)));
        foreach (var record in records)
            _store.AddRecord(session, record);
    }

    private string PipelineOf(Trace trace) =>
        _store.Pipelines.FirstOrDefault(pipeline => pipeline.Name == trace.ServiceName)?.Id
            ?? _store.AddPipeline(trace.ServiceName ?? "added").Id;

    private CalyptiaSession Session(string id) =>
        _store.FindSession(id) ?? throw new ArgumentException($"The simulator has no trace session '{id}'.", nameof(id));
}
