namespace TraceClient.Testing;

/// <summary>Represents the data of the simulated Galtea, which can be read and changed while clients read it.</summary>
/// <remarks>
/// The service sends JSON that is added here exactly as given, invalid types and values included. Only missing members that the service
/// always sends are added, with defaults.
/// </remarks>
public sealed class SimulatedGaltea
{
    private readonly GalteaStore _store;

    internal SimulatedGaltea(GalteaStore store) => _store = store;

    /// <summary>Gets the number of inference results.</summary>
    public long InferenceResultCount => _store.Results.Count;

    /// <summary>Gets the number of rows of <c>/traces</c>.</summary>
    public long SpanCount => _store.Rows.Count;

    /// <summary>Gets the ids of the inference results, newest first. They are computed during the enumeration.</summary>
    public IEnumerable<string> InferenceResultIds =>
        _store.Results.Descending().Select(entry => entry.Value?.Id ?? _store.Data.ResultIds[entry.Index]);

    /// <summary>Gets the ids of the sessions, newest first. They are computed during the enumeration.</summary>
    public IEnumerable<string> SessionIds =>
        _store.Sessions.Descending().Select(entry => entry.Value?.Id ?? _store.Data.SessionIds[entry.Index]);

    /// <summary>Gets the ids of the rows of an inference result.</summary>
    /// <param name="inferenceResultId">The id of the inference result.</param>
    /// <returns>The ids, generated ones first; empty if there are none.</returns>
    public IEnumerable<string> SpanIds(string inferenceResultId)
    {
        var result = _store.GeneratedResult(inferenceResultId);
        var generated = result < 0 ? [] : Enumerable.Range(0, _store.Data.Layout.Count(result))
            .Select(span => _store.Data.Layout.Start(result) + span).Where(_store.Exists).Select(row => _store.Data.RowIds[row]);
        return generated.Concat(_store.Rows.Added.Where(
            row => string.Equals(row.InferenceResultId, inferenceResultId, StringComparison.Ordinal)).Reverse().Select(row => row.Id));
    }

    /// <summary>Adds an inference result from JSON.</summary>
    /// <param name="json">A JSON object; <c>{}</c> for defaults only.</param>
    /// <returns>The id of the inference result.</returns>
    /// <exception cref="ArgumentException">The text is not a JSON object, or the id already exists.</exception>
    public string AddInferenceResultJson(string json) => _store.AddResult(JsonMembers.Parse(Encoding.UTF8.GetBytes(json)));

    /// <summary>Changes members of an inference result, such as the status of one that ends while a client follows it.</summary>
    /// <param name="inferenceResultId">The id of the inference result.</param>
    /// <param name="json">A JSON object with the members to set.</param>
    /// <exception cref="ArgumentException">The text is not a JSON object, or there is no such inference result.</exception>
    public void UpdateInferenceResultJson(string inferenceResultId, string json) =>
        _store.UpdateResult(inferenceResultId, JsonMembers.Parse(Encoding.UTF8.GetBytes(json)));

    /// <summary>Removes an inference result, but not its rows: the real service has rows without an inference result too.</summary>
    /// <param name="inferenceResultId">The id of the inference result.</param>
    /// <returns>False if there is none.</returns>
    public bool RemoveInferenceResult(string inferenceResultId) => _store.RemoveResult(inferenceResultId);

    /// <summary>Adds a session from JSON.</summary>
    /// <param name="json">A JSON object; <c>{}</c> for defaults only.</param>
    /// <returns>The id of the session.</returns>
    /// <exception cref="ArgumentException">The text is not a JSON object, or the id already exists.</exception>
    public string AddSessionJson(string json) => _store.AddSession(JsonMembers.Parse(Encoding.UTF8.GetBytes(json)));

    /// <summary>Adds a row to <c>/traces</c>.</summary>
    /// <param name="inferenceResultId">The id of the inference result, which need not exist.</param>
    /// <param name="name">The name of the row.</param>
    /// <param name="type">The type, such as <c>TOOL</c>; null for none.</param>
    /// <param name="parentId">The id of the parent row, which need not exist; null for a root.</param>
    /// <returns>The id of the row.</returns>
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
    /// <returns>The id of the row.</returns>
    /// <exception cref="ArgumentException">
    /// The text is not a JSON object, it has no <c>inferenceResultId</c>, or the id already exists.
    /// </exception>
    public string AddSpanJson(string json) => AddSpanJson(Encoding.UTF8.GetBytes(json));

    /// <inheritdoc cref="AddSpanJson(string)"/>
    /// <param name="json">The bytes of a JSON object with at least <c>inferenceResultId</c>. Strings in it may be invalid UTF-8.</param>
    public string AddSpanJson(ReadOnlyMemory<byte> json) => _store.AddRow(JsonMembers.Parse(json.Span)).Id;

    internal void Add(Trace trace)
    {
        var (result, rows) = GalteaTraceMapper.Map(trace);
        if (rows.FirstOrDefault(row => _store.FindRow(row.Text("id")!) is not null) is { } known)
            throw new ArgumentException($"A row with the id '{known.Text("id")}' already exists.", nameof(trace));
        _store.AddResult(result);
        foreach (var row in rows)
            _store.AddRow(row);
    }

    /// <summary>Removes a row, as DELETE <c>/traces/{id}</c> does.</summary>
    /// <param name="spanId">The id of the row.</param>
    /// <returns>False if there is none.</returns>
    public bool RemoveSpan(string spanId) => _store.RemoveRow(spanId);
}
