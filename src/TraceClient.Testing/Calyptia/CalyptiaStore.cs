using System.Collections.Concurrent;

namespace TraceClient.Testing;

/// <summary>The current data of Calyptia Core: the generated project, with additions and changes.</summary>
internal sealed class CalyptiaStore
{
    private readonly CalyptiaWriter _writer;
    private readonly TraceSimulatorOptions _options;
    private readonly ConcurrentDictionary<string, CalyptiaPipeline> _pipelines = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CalyptiaSession> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Timeline<CalyptiaAddedRecord>> _records = new(StringComparer.Ordinal);
    private long _added = 1L << 56;

    public CalyptiaStore(CalyptiaData data, CalyptiaWriter writer, TraceSimulatorOptions options)
    {
        (Data, _writer, _options) = (data, writer, options);
        foreach (var pipeline in data.Pipelines)
            _pipelines[pipeline.Id] = pipeline;
        foreach (var session in data.Sessions)
            _sessions[session.Id] = session;
    }

    public CalyptiaData Data { get; }

    public long Now => _options.TimeProvider.GetUtcNow().UtcTicks;

    public IEnumerable<CalyptiaPipeline> Pipelines =>
        _pipelines.Values.OrderByDescending(pipeline => pipeline.CreatedAt).ThenBy(pipeline => pipeline.Id, StringComparer.Ordinal);

    public IEnumerable<CalyptiaSession> Sessions =>
        _sessions.Values.OrderByDescending(session => session.CreatedAt).ThenBy(session => session.Id, StringComparer.Ordinal);

    public CalyptiaPipeline? FindPipeline(string id) => _pipelines.GetValueOrDefault(id);

    public CalyptiaSession? FindSession(string id) => _sessions.GetValueOrDefault(id);

    public IEnumerable<CalyptiaSession> SessionsOf(string pipelineId) =>
        Sessions.Where(session => string.Equals(session.PipelineId, pipelineId, StringComparison.Ordinal));

    public bool IsActive(CalyptiaSession session) => session.CreatedAt <= Now && Now < session.EndsAt;

    public CalyptiaSession? ActiveSession(string pipelineId) => SessionsOf(pipelineId).FirstOrDefault(IsActive);

    public Timeline<CalyptiaAddedRecord> RecordsOf(CalyptiaSession session) => _records.GetOrAdd(
        session.Id,
        static (_, arguments) => arguments.Session.Number is >= 0 and var number
            ? new Timeline<CalyptiaAddedRecord>(arguments.Data.RecordCount(number), index => arguments.Data.CreatedAt(number, index))
            : new Timeline<CalyptiaAddedRecord>(0, _ => 0),
        (Session: session, Data));

    public string NextId() => Data.Ids[Interlocked.Increment(ref _added)];

    public CalyptiaPipeline AddPipeline(string name)
    {
        var pipeline = new CalyptiaPipeline(
            NextId(), name, "deployment", ["dummy.0"], ["record_modifier.0", "nest.1"], ["stdout.0"], [], "ini", 0, Now);
        return _pipelines[pipeline.Id] = pipeline;
    }

    public CalyptiaSession AddSession(string pipelineId, string[] plugins, long lifespanNs, long? createdAt = null)
    {
        var time = createdAt ?? Now;
        var session = new CalyptiaSession(NextId(), pipelineId, -1, plugins, lifespanNs, time, time);
        return _sessions[session.Id] = session;
    }

    /// <summary>Adds a session from JSON, which is served as given, with defaults for missing members.</summary>
    public CalyptiaSession AddSession(string pipelineId, JsonMembers given)
    {
        var session = AddSession(pipelineId, [.. FindPipeline(pipelineId)!.Plugins], 600_000_000_000);
        var raw = JsonMembers.Of(json => _writer.WriteSession(json, session)).With(given);
        var lifespan = given.Text("lifespan") is { } text && GoDuration.TryParse(text, out var nanoseconds)
            ? nanoseconds
            : (long?)given.Number("lifespan") ?? session.LifespanNs;
        var stored = session with
        {
            Id = raw.Text("id") ?? session.Id,
            LifespanNs = lifespan,
            CreatedAt = raw.Time("createdAt") ?? session.CreatedAt,
            Raw = raw,
        };
        _sessions.TryRemove(session.Id, out _);
        return _sessions[stored.Id] = stored;
    }

    public CalyptiaSession Change(CalyptiaSession session, string[]? plugins, long? lifespanNs)
    {
        var changed = session with
        {
            Plugins = plugins ?? session.Plugins,
            LifespanNs = lifespanNs ?? session.LifespanNs,
            UpdatedAt = Now,
            Raw = null,
        };
        return _sessions[session.Id] = changed;
    }

    public CalyptiaSession Terminate(CalyptiaSession session) => Change(session, null, Math.Max(0, Now - session.CreatedAt) * 100);

    /// <summary>Adds a record, which is served as given, with defaults for a missing id, sessionID and createdAt.</summary>
    public CalyptiaAddedRecord AddRecord(CalyptiaSession session, JsonMembers given)
    {
        var id = given.Text("id") ?? Data.RecordIds[Interlocked.Increment(ref _added)];
        var createdAt = given.Time("createdAt") ?? Now;
        var members = JsonMembers.Parse("{}"u8).SetText("id", id).SetText("sessionID", session.Id).With(given);
        if (!members.Has("createdAt"))
            members.SetText("createdAt", TimestampFormat.Rfc3339(createdAt));
        var record = new CalyptiaAddedRecord(id, createdAt, members);
        RecordsOf(session).Add(createdAt, record);
        return record;
    }

    /// <summary>Formats Unix seconds as the options select.</summary>
    public byte[] Time(long seconds) => _writer.Time(seconds);
}
