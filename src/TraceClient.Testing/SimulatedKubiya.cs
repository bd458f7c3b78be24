namespace TraceClient.Testing;

/// <summary>Represents the data of the simulated Kubiya control plane, which can be read and changed while clients read it.</summary>
/// <remarks>
/// The service sends JSON that is added here exactly as given, invalid types and values included. Only missing members that the service
/// always sends are added, with defaults.
/// </remarks>
public sealed class SimulatedKubiya
{
    private readonly KubiyaStore _store;

    internal SimulatedKubiya(KubiyaStore store) => _store = store;

    /// <summary>Gets the number of traces.</summary>
    public long TraceCount => _store.Timeline.Count;

    /// <summary>Gets the ids of the traces, newest first. They are computed during the enumeration.</summary>
    public IEnumerable<string> TraceIds =>
        _store.Timeline.Descending().Select(entry => entry.Value?.TraceId ?? _store.Data.TraceIds[entry.Index]);

    /// <summary>Gets the ids of the spans of a trace.</summary>
    /// <param name="traceId">The id of the trace.</param>
    /// <returns>The ids, generated ones first.</returns>
    /// <exception cref="ArgumentException">There is no such trace.</exception>
    public IEnumerable<string> SpanIds(string traceId)
    {
        var trace = _store.Find(traceId) ?? throw new ArgumentException($"The simulator has no trace '{traceId}'.", nameof(traceId));
        var generated = trace.Index < 0
            ? []
            : Enumerable.Range(0, _store.Data.VisibleSpans(trace.Index)).Select(span => _store.Data.SpanId(trace.Index, span));
        return generated.Concat(_store.AddedSpans(traceId).Select(span => span.SpanId));
    }

    /// <summary>Adds a trace without spans.</summary>
    /// <param name="name">The name of the trace.</param>
    /// <param name="status">The status: <c>success</c>, <c>error</c> or <c>running</c>.</param>
    /// <param name="startedAt">The time of <c>started_at</c> and <c>created_at</c>; null for now.</param>
    /// <returns>The <c>trace_id</c>.</returns>
    public string AddTrace(string name = "added", string status = "success", DateTimeOffset? startedAt = null)
    {
        var members = JsonMembers.Parse("{}"u8).SetText("name", name).SetText("status", status);
        if (startedAt is { } time)
        {
            var text = TimestampFormat.Rfc3339(time.UtcTicks);
            members.SetText("started_at", text).SetText("created_at", text);
        }

        return _store.Add(members);
    }

    /// <summary>Adds a trace from JSON: its header, and optionally a flat list of <c>spans</c>.</summary>
    /// <param name="json">A JSON object; <c>{}</c> for defaults only.</param>
    /// <returns>The <c>trace_id</c>.</returns>
    /// <exception cref="ArgumentException">The text is not a JSON object, or the id already exists.</exception>
    public string AddTraceJson(string json) => _store.Add(JsonMembers.Parse(Encoding.UTF8.GetBytes(json)));

    /// <summary>Changes members of the header of a trace, such as the status of one that ends while a client follows it.</summary>
    /// <param name="traceId">The id of the trace.</param>
    /// <param name="json">A JSON object with the members to set.</param>
    /// <exception cref="ArgumentException">The text is not a JSON object, or there is no such trace.</exception>
    public void UpdateTraceJson(string traceId, string json) => _store.Update(traceId, JsonMembers.Parse(Encoding.UTF8.GetBytes(json)));

    /// <summary>Adds a span of 1 ms that starts now.</summary>
    /// <remarks>The counts in the header of a generated trace do not change, as in the real service.</remarks>
    /// <param name="traceId">The id of the trace.</param>
    /// <param name="name">The name of the span.</param>
    /// <param name="parentSpanId">The id of the parent, which need not exist; null for a root.</param>
    /// <param name="statusCode">The status: <c>UNSET</c>, <c>OK</c> or <c>ERROR</c>.</param>
    /// <returns>The <c>span_id</c>.</returns>
    /// <exception cref="ArgumentException">There is no such trace.</exception>
    public string AddSpan(string traceId, string name = "added", string? parentSpanId = null, string statusCode = "UNSET")
    {
        var members = JsonMembers.Parse("{}"u8).SetText("name", name).SetText("status_code", statusCode);
        if (parentSpanId is not null)
            members.SetText("parent_span_id", parentSpanId);
        return _store.AddSpan(traceId, members);
    }

    /// <summary>Adds a span from JSON. A member <c>children</c> is ignored: the service computes it.</summary>
    /// <param name="traceId">The id of the trace.</param>
    /// <param name="json">A JSON object; <c>{}</c> for defaults only.</param>
    /// <returns>The <c>span_id</c>.</returns>
    /// <exception cref="ArgumentException">The text is not a JSON object, or there is no such trace.</exception>
    public string AddSpanJson(string traceId, string json) => AddSpanJson(traceId, Encoding.UTF8.GetBytes(json));

    /// <inheritdoc cref="AddSpanJson(string, string)"/>
    /// <param name="traceId">The id of the trace.</param>
    /// <param name="json">The bytes of a JSON object. Strings in it may be invalid UTF-8.</param>
    public string AddSpanJson(string traceId, ReadOnlyMemory<byte> json) => _store.AddSpan(traceId, JsonMembers.Parse(json.Span));

    internal void Add(Trace trace) => _store.Add(KubiyaTraceMapper.Map(trace));

    /// <summary>Removes a trace with its spans.</summary>
    /// <param name="traceId">The id of the trace.</param>
    /// <returns>False if there is none.</returns>
    public bool RemoveTrace(string traceId) => _store.Remove(traceId);
}
