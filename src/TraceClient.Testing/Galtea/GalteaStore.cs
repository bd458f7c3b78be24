using System.Collections.Concurrent;

namespace TraceClient.Testing;

/// <summary>The current data of Galtea: the generated rows, with additions, changes and deletions.</summary>
internal sealed class GalteaStore(GalteaData data, GalteaWriter writer, TraceSimulatorOptions options)
{
    private readonly ConcurrentDictionary<string, GalteaRow> _rows = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, GalteaInferenceResult> _results = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, GalteaSession> _sessions = new(StringComparer.Ordinal);
    private long _added = 1L << 40;

    public GalteaData Data => data;

    public Timeline<GalteaRow> Rows { get; } = new(data.Layout.Total, data.RowCreatedAt);

    public Timeline<GalteaInferenceResult> Results { get; } = new(data.Layout.TraceCount, data.ResultCreatedAt);

    public Timeline<GalteaSession> Sessions { get; } = new(data.SessionCount, data.SessionCreatedAt);

    public bool IsUnchanged =>
        _rows.IsEmpty && Rows.Count == Rows.Generated && (Rows.Generated == 0 || options.Galtea.LastSpanDelay is null);

    public GalteaRow Resolve(TimelineEntry<GalteaRow> entry) => entry.Value ?? data.Row(entry.Index);

    public GalteaInferenceResult Resolve(TimelineEntry<GalteaInferenceResult> entry) => entry.Value ?? data.Result(entry.Index);

    public GalteaSession Resolve(TimelineEntry<GalteaSession> entry) => entry.Value ?? data.Session(entry.Index);

    public bool Exists(long row) => !Rows.IsRemoved(row) && data.IsVisible(row);

    public GalteaRow? FindRow(string id)
    {
        if (_rows.TryGetValue(id, out var added))
            return added;
        return data.RowIds.TryDecode(id, out var row) && row < data.Layout.Total && Exists(row) ? data.Row(row) : null;
    }

    public GalteaInferenceResult? FindResult(string id)
    {
        if (_results.TryGetValue(id, out var added))
            return added;
        return data.ResultIds.TryDecode(id, out var result) && result < data.Layout.TraceCount && !Results.IsRemoved(result)
            ? data.Result(result)
            : null;
    }

    public GalteaSession? FindSession(string id)
    {
        if (_sessions.TryGetValue(id, out var added))
            return added;
        return data.SessionIds.TryDecode(id, out var session) && session < data.SessionCount && !Sessions.IsRemoved(session)
            ? data.Session(session)
            : null;
    }

    /// <summary>Finds the index of the generated inference result with an id, even if it was removed; -1 if there is none.</summary>
    public long GeneratedResult(string id) => data.ResultIds.TryDecode(id, out var result) && result < data.Layout.TraceCount ? result : -1;

    public GalteaRow AddRow(JsonMembers given)
    {
        if (string.IsNullOrEmpty(given.Text("inferenceResultId")))
            throw new ArgumentException("The row has no inferenceResultId.", nameof(given));
        var id = given.Text("id") ?? data.RowIds[Interlocked.Increment(ref _added)];
        if (FindRow(id) is not null)
            throw new ArgumentException("A row with this id already exists.", nameof(given));
        var members = JsonMembers.Parse(
            """
            {
              "id": null, "inferenceResultId": null, "name": "added", "type": null, "description": null, "inputData": null,
              "outputData": null, "error": null, "latencyMs": null, "metadata": null, "parentTraceId": null, "startTime": null,
              "endTime": null, "createdAt": null, "deletedAt": null
            }
            """u8)
            .SetText("createdAt", Now()).With(given).SetText("id", id);
        var row = new GalteaRow(-1, id, members.Text("inferenceResultId")!, members.Text("name") ?? "", members.Text("type"),
            members.Time("startTime"), members.Time("createdAt") ?? Ticks(), members);
        _rows[id] = row;
        Rows.Add(row.CreatedAt, row);
        return row;
    }

    public bool RemoveRow(string id)
    {
        if (FindRow(id) is not { } row)
            return false;
        _rows.TryRemove(id, out _);
        return row.Index >= 0 ? Rows.Remove(row.Index) : Rows.Remove(row);
    }

    public string AddResult(JsonMembers given)
    {
        var id = given.Text("id") ?? data.ResultIds[Interlocked.Increment(ref _added)];
        if (FindResult(id) is not null)
            throw new ArgumentException("An inference result with this id already exists.", nameof(given));
        var members = JsonMembers.Parse(
            """
            {
              "id": null, "sessionId": null, "userId": null, "index": 0, "status": "GENERATED", "input": null, "actualOutput": null,
              "retrievalContext": null, "latency": null, "inputTokens": null, "outputTokens": null, "tokens": null, "cost": null,
              "traceId": null, "createdAt": null, "deletedAt": null
            }
            """u8)
            .SetText("createdAt", Now()).With(given).SetText("id", id);
        StoreResult(members, -1);
        return id;
    }

    public void UpdateResult(string id, JsonMembers changes)
    {
        var before = FindResult(id) ?? throw new ArgumentException($"The simulator has no inference result '{id}'.", nameof(id));
        var members = (before.Raw ?? JsonMembers.Of(json => writer.WriteResult(json, before))).With(changes).SetText("id", id);
        RemoveResult(id);
        StoreResult(members, before.Index);
    }

    public bool RemoveResult(string id)
    {
        if (FindResult(id) is not { } result)
            return false;
        return _results.TryRemove(id, out var stored) ? Results.Remove(stored) : Results.Remove(result.Index);
    }

    public string AddSession(JsonMembers given)
    {
        var id = given.Text("id") ?? data.SessionIds[Interlocked.Increment(ref _added)];
        if (FindSession(id) is not null)
            throw new ArgumentException("A session with this id already exists.", nameof(given));
        var members = JsonMembers.Parse(
            """
            {
              "id": null, "customId": null, "versionId": null, "userId": null, "testCaseId": null, "context": null,
              "stoppingReason": null, "error": null, "status": "PENDING", "isProduction": true, "metadata": {}, "createdAt": null,
              "deletedAt": null
            }
            """u8)
            .SetText("createdAt", Now()).With(given).SetText("id", id);
        var session = new GalteaSession(-1, id, members.Text("customId"), members.Text("versionId"), members.Text("testCaseId"),
            members.Time("createdAt") ?? Ticks(), members);
        _sessions[id] = session;
        Sessions.Add(session.CreatedAt, session);
        return id;
    }

    private void StoreResult(JsonMembers members, long index)
    {
        var result =
            new GalteaInferenceResult(index, members.Text("id")!, members.Text("sessionId"), members.Time("createdAt") ?? Ticks(), members);
        _results[result.Id] = result;
        Results.Add(result.CreatedAt, result);
    }

    private long Ticks() => options.TimeProvider.GetUtcNow().UtcTicks;

    private string Now() => TimestampFormat.Milliseconds(Ticks());
}
