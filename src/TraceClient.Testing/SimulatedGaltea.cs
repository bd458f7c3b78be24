namespace TraceClient.Testing;

/// <summary>The data of the simulated Galtea, to look at and to change while it runs.</summary>
/// <remarks>
/// JSON that is given here is answered as it was given, whatever it holds; only members that are missing and that the service
/// always sends are filled in. So a test can put any payload on the wire.
/// </remarks>
public sealed class SimulatedGaltea
{
    private readonly GalteaStore _store;

    internal SimulatedGaltea(GalteaStore store) => _store = store;

    /// <summary>How many inference results there are.</summary>
    public long InferenceResultCount => _store.Results.Count;

    /// <summary>How many rows of <c>/traces</c> there are.</summary>
    public long SpanCount => _store.Rows.Count;

    /// <summary>The ids of the inference results, newest first; made as they are asked for, so take what you need.</summary>
    public IEnumerable<string> InferenceResultIds =>
        _store.Results.Descending().Select(entry => entry.Value?.Id ?? _store.Data.ResultIds[entry.Index]);

    /// <summary>The ids of the sessions, newest first; made as they are asked for.</summary>
    public IEnumerable<string> SessionIds =>
        _store.Sessions.Descending().Select(entry => entry.Value?.Id ?? _store.Data.SessionIds[entry.Index]);

    /// <summary>The ids of the rows of an inference result; made as they are asked for. Empty when there are none.</summary>
    public IEnumerable<string> SpanIds(string inferenceResultId)
    {
        var result = _store.GeneratedResult(inferenceResultId);
        var generated = result < 0 ? [] : Enumerable.Range(0, _store.Data.Layout.Count(result))
            .Select(span => _store.Data.Layout.Start(result) + span).Where(_store.IsThere).Select(row => _store.Data.RowIds[row]);
        return generated.Concat(_store.Rows.Added.Where(
            row => string.Equals(row.InferenceResultId, inferenceResultId, StringComparison.Ordinal)).Reverse().Select(row => row.Id));
    }

    /// <summary>Adds an inference result from JSON.</summary>
    /// <param name="json">A JSON object; <c>{}</c> will do.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="ArgumentException">This is no JSON object, or one with this id is there.</exception>
    public string AddInferenceResultJson(string json) => _store.AddResult(JsonMembers.Parse(Encoding.UTF8.GetBytes(json)));

    /// <summary>Changes members of an inference result, generated or added: for one that is GENERATED while a client follows it.</summary>
    /// <param name="inferenceResultId">The inference result.</param>
    /// <param name="json">A JSON object with the members to set.</param>
    /// <exception cref="ArgumentException">This is no JSON object, or there is no such inference result.</exception>
    public void UpdateInferenceResultJson(string inferenceResultId, string json) =>
        _store.UpdateResult(inferenceResultId, JsonMembers.Parse(Encoding.UTF8.GetBytes(json)));

    /// <summary>Removes an inference result; its rows stay, as rows without an inference result do occur.</summary>
    /// <returns>False when there is none.</returns>
    public bool RemoveInferenceResult(string inferenceResultId) => _store.RemoveResult(inferenceResultId);

    /// <summary>Adds a session from JSON.</summary>
    /// <param name="json">A JSON object; <c>{}</c> will do.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="ArgumentException">This is no JSON object, or one with this id is there.</exception>
    public string AddSessionJson(string json) => _store.AddSession(JsonMembers.Parse(Encoding.UTF8.GetBytes(json)));

    /// <summary>Adds a row to <c>/traces</c>.</summary>
    /// <param name="inferenceResultId">The inference result, there or not.</param>
    /// <param name="name">The row's name.</param>
    /// <param name="type">Such as <c>TOOL</c>; null for none.</param>
    /// <param name="parentId">The parent row, there or not; null for a root.</param>
    /// <returns>The row's id.</returns>
    public string AddSpan(string inferenceResultId, string name = "added", string? type = "SPAN", string? parentId = null)
    {
        var members = JsonMembers.Parse("{}"u8).SetText("inferenceResultId", inferenceResultId).SetText("name", name);
        if (type is not null)
            members.SetText("type", type);
        if (parentId is not null)
            members.SetText("parentTraceId", parentId);
        return _store.AddRow(members).Id;
    }

    /// <summary>Adds a row to <c>/traces</c> from JSON.</summary>
    /// <param name="json">A JSON object with at least <c>inferenceResultId</c>.</param>
    /// <returns>The row's id.</returns>
    /// <exception cref="ArgumentException">This is no JSON object, it has no
    /// <c>inferenceResultId</c>, or a row with this id is there.</exception>
    public string AddSpanJson(string json) => AddSpanJson(Encoding.UTF8.GetBytes(json));

    /// <inheritdoc cref="AddSpanJson(string)"/>
    /// <param name="json">The bytes of a JSON object with at least <c>inferenceResultId</c>; text in it need not be valid UTF-8.</param>
    public string AddSpanJson(ReadOnlyMemory<byte> json) => _store.AddRow(JsonMembers.Parse(json.Span)).Id;

    internal void Add(Trace trace)
    {
        var (result, rows) = GalteaTraceForm.Of(trace);
        if (rows.FirstOrDefault(row => _store.FindRow(row.Text("id")!) is not null) is { } known)
            throw new ArgumentException($"A row {known.Text("id")} is there already.", nameof(trace));
        _store.AddResult(result);
        foreach (var row in rows)
            _store.AddRow(row);
    }

    /// <summary>Removes a row, as DELETE <c>/traces/{id}</c> does.</summary>
    /// <returns>False when there is none.</returns>
    public bool RemoveSpan(string spanId) => _store.RemoveRow(spanId);
}
