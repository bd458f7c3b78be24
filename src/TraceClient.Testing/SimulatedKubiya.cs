namespace TraceClient.Testing;

/// <summary>The data of the simulated Kubiya control plane, to look at and to change while it runs.</summary>
/// <remarks>
/// JSON that is given here is answered as it was given, whatever it holds; only members that are missing and that the service
/// always sends are filled in. So a test can put any payload on the wire.
/// </remarks>
public sealed class SimulatedKubiya
{
    private readonly KubiyaStore _store;

    internal SimulatedKubiya(KubiyaStore store) => _store = store;

    /// <summary>How many traces there are.</summary>
    public long TraceCount => _store.Timeline.Count;

    /// <summary>The trace ids, newest first; made as they are asked for, so take what you need.</summary>
    public IEnumerable<string> TraceIds =>
        _store.Timeline.Descending().Select(entry => entry.Value?.TraceId ?? _store.Data.TraceIds[entry.Index]);

    /// <summary>The ids of a trace's spans, generated ones first.</summary>
    /// <exception cref="ArgumentException">There is no such trace.</exception>
    public IEnumerable<string> SpanIds(string traceId)
    {
        var trace = _store.Find(traceId) ?? throw new ArgumentException($"The simulator has no trace {traceId}.", nameof(traceId));
        var generated = trace.Index < 0
            ? []
            : Enumerable.Range(0, _store.Data.VisibleSpans(trace.Index)).Select(span => _store.Data.SpanId(trace.Index, span));
        return generated.Concat(_store.AddedSpans(traceId).Select(span => span.SpanId));
    }

    /// <summary>Adds a trace that has started now.</summary>
    /// <param name="name">The trace's name.</param>
    /// <param name="status"><c>success</c>, <c>error</c> or <c>running</c>.</param>
    /// <param name="startedAt">When the database heard of it; null for now.</param>
    /// <returns>The <c>trace_id</c>.</returns>
    public string AddTrace(string name = "added", string status = "success", DateTimeOffset? startedAt = null)
    {
        var members = JsonMembers.Parse("{}"u8).SetText("name", name).SetText("status", status);
        if (startedAt is { } time)
            members.SetText("started_at", Clock.Rfc3339(time.UtcTicks)).SetText("created_at", Clock.Rfc3339(time.UtcTicks));
        return _store.Add(members);
    }

    /// <summary>Adds a trace from its header as JSON, which may have <c>spans</c> (a flat list).</summary>
    /// <param name="json">A JSON object; <c>{}</c> will do.</param>
    /// <returns>The <c>trace_id</c>.</returns>
    /// <exception cref="ArgumentException">This is no JSON object, or a trace with this id is there.</exception>
    public string AddTraceJson(string json) => _store.Add(JsonMembers.Parse(Encoding.UTF8.GetBytes(json)));

    /// <summary>Changes members of a trace's header, generated or added: for one that ends while a client follows it.</summary>
    /// <param name="traceId">The trace.</param>
    /// <param name="json">A JSON object with the members to set.</param>
    /// <exception cref="ArgumentException">This is no JSON object, or there is no such trace.</exception>
    public void UpdateTraceJson(string traceId, string json) => _store.Update(traceId, JsonMembers.Parse(Encoding.UTF8.GetBytes(json)));

    /// <summary>Adds a span that lasts 1 ms from now. A generated trace's header keeps its counts, as in the real service.</summary>
    /// <param name="traceId">The trace.</param>
    /// <param name="name">The span's name.</param>
    /// <param name="parentSpanId">The parent, stored or not; null for a root.</param>
    /// <param name="statusCode"><c>UNSET</c>, <c>OK</c> or <c>ERROR</c>.</param>
    /// <returns>The <c>span_id</c>.</returns>
    /// <exception cref="ArgumentException">There is no such trace.</exception>
    public string AddSpan(string traceId, string name = "added", string? parentSpanId = null, string statusCode = "UNSET")
    {
        var members = JsonMembers.Parse("{}"u8).SetText("name", name).SetText("status_code", statusCode);
        if (parentSpanId is not null)
            members.SetText("parent_span_id", parentSpanId);
        return _store.AddSpan(traceId, members);
    }

    /// <summary>Adds a span from JSON; <c>children</c> is left out, the service makes it.</summary>
    /// <param name="traceId">The trace.</param>
    /// <param name="json">A JSON object; <c>{}</c> will do.</param>
    /// <returns>The <c>span_id</c>.</returns>
    /// <exception cref="ArgumentException">This is no JSON object, or there is no such trace.</exception>
    public string AddSpanJson(string traceId, string json) => AddSpanJson(traceId, Encoding.UTF8.GetBytes(json));

    /// <inheritdoc cref="AddSpanJson(string, string)"/>
    /// <param name="traceId">The trace.</param>
    /// <param name="json">The bytes of a JSON object; text in it need not be valid UTF-8.</param>
    public string AddSpanJson(string traceId, ReadOnlyMemory<byte> json) => _store.AddSpan(traceId, JsonMembers.Parse(json.Span));

    internal void Add(Trace trace) => _store.Add(KubiyaTraceForm.Of(trace));

    /// <summary>Removes a trace with its spans.</summary>
    /// <returns>False when there is none.</returns>
    public bool RemoveTrace(string traceId) => _store.Remove(traceId);
}
