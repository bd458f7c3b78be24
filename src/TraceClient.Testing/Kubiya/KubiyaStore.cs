using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace TraceClient.Testing;

/// <summary>The current data of the control plane: the generated traces, with additions, changes and deletions.</summary>
internal sealed class KubiyaStore(KubiyaData data, KubiyaWriter writer, TraceSimulatorOptions options)
{
    private readonly ConcurrentDictionary<string, KubiyaTrace> _stored = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ImmutableList<KubiyaAddedSpan>> _spans = new(StringComparer.Ordinal);
    private long _added;

    public KubiyaData Data => data;

    public Timeline<KubiyaTrace> Timeline { get; } = new(data.Layout.TraceCount, data.StartedAt);

    public KubiyaTrace Resolve(TimelineEntry<KubiyaTrace> entry) =>
        entry.Value is { } stored ? WithCounts(stored) : data.Trace(entry.Index);

    public KubiyaTrace? Find(string traceId)
    {
        if (_stored.TryGetValue(traceId, out var stored))
            return WithCounts(stored);
        return data.TraceIds.TryDecode(traceId, out var index) && index < data.Layout.TraceCount && !Timeline.IsRemoved(index)
            ? data.Trace(index)
            : null;
    }

    public IReadOnlyList<KubiyaAddedSpan> AddedSpans(string traceId) => _spans.TryGetValue(traceId, out var spans) ? spans : [];

    public long NextAdded() => (1L << 40) + Interlocked.Increment(ref _added);

    public string Add(JsonMembers given)
    {
        var number = NextAdded();
        var spans = given.Raw("spans");
        var members = Defaults(number).With(given).Remove("spans");
        var trace = ToTrace(members, -1);
        if (Find(trace.TraceId) is not null)
            throw new ArgumentException("A trace with this trace_id already exists.", nameof(given));
        _stored[trace.TraceId] = trace;
        Timeline.Add(trace.StartedAt, trace);
        if (spans is not null)
        {
            foreach (var span in JsonArray.Elements(spans))
                AddSpan(trace.TraceId, JsonMembers.Parse(span));
        }

        return trace.TraceId;
    }

    public void Update(string traceId, JsonMembers changes)
    {
        var before = Find(traceId) ?? throw NotFound(traceId);
        var all = before.Raw ?? JsonMembers.Of(json =>
        {
            json.WriteStartObject();
            writer.WriteHeaderMembers(json, before);
            json.WriteEndObject();
        });
        RemoveEntry(before);
        var after = ToTrace(all.With(changes).SetText("trace_id", traceId), before.Index);
        _stored[traceId] = after;
        Timeline.Add(after.StartedAt, after);
    }

    public string AddSpan(string traceId, JsonMembers given)
    {
        if (Find(traceId) is null)
            throw NotFound(traceId);
        var number = NextAdded();
        var members = SpanDefaults(traceId, number).With(given).Remove("children");
        var isError = string.Equals(members.Text("status_code"), "ERROR", StringComparison.Ordinal);
        var span = new KubiyaAddedSpan(members.Text("span_id") ?? "", members.Text("parent_span_id"), isError, members);
        _spans.AddOrUpdate(traceId, [span], (_, spans) => spans.Add(span));
        return span.SpanId;
    }

    public bool Remove(string traceId)
    {
        if (Find(traceId) is not { } trace)
            return false;
        RemoveEntry(trace);
        _spans.TryRemove(traceId, out _);
        return true;
    }

    public string Now() => KubiyaDateFormatter.Format(options.TimeProvider.GetUtcNow().UtcTicks, options.Kubiya);

    private void RemoveEntry(KubiyaTrace trace)
    {
        if (_stored.TryRemove(trace.TraceId, out var stored))
            Timeline.Remove(stored);
        else
            Timeline.Remove(trace.Index);
    }

    /// <summary>Sets the counts of an added trace from its spans, unless the counts were given.</summary>
    private KubiyaTrace WithCounts(KubiyaTrace trace)
    {
        if (trace.Index >= 0 || (trace.Raw!.Has("span_count") && trace.Raw.Has("error_count")))
            return trace;
        var spans = AddedSpans(trace.TraceId);
        var counted = JsonMembers.Parse("{}"u8).SetNumber("span_count", spans.Count)
            .SetNumber("error_count", spans.Count(span => span.IsError)).With(trace.Raw);
        return ToTrace(counted, -1);
    }

    private JsonMembers Defaults(long number) => JsonMembers.Parse(
        """
        {
          "id": null, "trace_id": null, "organization_id": "acme-inc", "name": "added", "service_name": "agent-control-plane",
          "status": "success", "execution_id": null, "execution_type": null, "user_id": null, "user_email": null, "user_name": null,
          "user_avatar": null, "started_at": null, "ended_at": null, "duration_ms": null
        }
        """u8)
        .SetText("id", data.RowIds[number]).SetText("trace_id", data.TraceIds[number]).SetText("started_at", Now())
        .SetText("created_at", Now()).Set("updated_at", "null"u8);

    private JsonMembers SpanDefaults(string traceId, long number)
    {
        var start = TimestampFormat.UnixNanoseconds(options.TimeProvider.GetUtcNow().UtcTicks);
        return JsonMembers.Parse("{}"u8)
            .SetText("id", data.SpanRowIds[number]).SetText("trace_id", traceId).SetText("span_id", data.SpanId(number, 0))
            .Set("parent_span_id", "null"u8)
            .SetText("organization_id", KubiyaData.Organization).SetText("name", "added").SetText("kind", "INTERNAL")
            .SetText("status_code", "UNSET")
            .Set("status_message", "null"u8).SetNumber("start_time_unix_nano", start).SetNumber("end_time_unix_nano", start + 1_000_000)
            .SetNumber("duration_ns", 1_000_000).SetNumber("duration_ms", 1).Set("attributes", "{}"u8).Set("resource_attributes", "{}"u8)
            .Set("events", "[]"u8).Set("links", "[]"u8).SetText("created_at", Now());
    }

    private KubiyaTrace ToTrace(JsonMembers members, long index) => new()
    {
        Index = index,
        Raw = members,
        TraceId = members.Text("trace_id") ?? "",
        Name = members.Text("name") ?? "",
        ServiceName = members.Text("service_name"),
        Status = members.Text("status") ?? "",
        ExecutionId = members.Text("execution_id"),
        UserId = members.Text("user_id"),
        StartedAt = members.Time("started_at") ?? options.TimeProvider.GetUtcNow().UtcTicks,
        EndedAt = members.Time("ended_at"),
        DurationMs = (long?)members.Number("duration_ms"),
        SpanCount = (long?)members.Number("span_count") ?? 0,
        ErrorCount = (long?)members.Number("error_count") ?? 0,
        CreatedAt = members.Time("created_at") ?? options.TimeProvider.GetUtcNow().UtcTicks,
    };

    private static ArgumentException NotFound(string traceId) => new($"The simulator has no trace '{traceId}'.", nameof(traceId));
}
