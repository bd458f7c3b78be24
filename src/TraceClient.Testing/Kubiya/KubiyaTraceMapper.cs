namespace TraceClient.Testing;

/// <summary>Maps a trace to the data of the Kubiya control plane.</summary>
internal static class KubiyaTraceMapper
{
    private static readonly TraceMapper Mapper = new("Kubiya", "kubiya.");

    // The control plane has no types of spans: they become operation names of OpenTelemetry.
    private static readonly Dictionary<SpanType, string> Operations = new()
    {
        [SpanType.Agent] = "invoke_agent",
        [SpanType.Tool] = "execute_tool",
        [SpanType.Generation] = "chat",
        [SpanType.Embedding] = "embeddings",
        [SpanType.Retriever] = "retrieval",
        [SpanType.Chain] = "invoke_workflow",
        [SpanType.Evaluator] = "evaluate",
        [SpanType.Guardrail] = "guardrail",
    };

    /// <summary>Maps a trace to its header, with its spans.</summary>
    /// <exception cref="ArgumentException">The control plane does not support a property of the trace.</exception>
    public static JsonMembers Map(Trace trace)
    {
        Mapper.RejectIf(trace.Id == "stats" || trace.Id.Contains('/', StringComparison.Ordinal), "an id that is 'stats' or has a slash");
        Mapper.ThrowIfTimesDiffer(trace);
        var json = JsonMembers.Parse("{}"u8);
        TraceMapper.Set(json, "trace_id", trace.Id);
        TraceMapper.Set(json, "name", trace.Name);
        TraceMapper.Set(json, "service_name", trace.ServiceName);
        TraceMapper.Set(json, "execution_id", trace.SessionId);
        TraceMapper.Set(json, "user_id", trace.User);
        TraceMapper.Set(json, "status", StatusOf(trace.Status));
        var duration = trace.Duration != trace.EndTime - trace.StartTime ? trace.Duration : null;
        Mapper.RejectIf(
            duration?.Ticks % TimeSpan.TicksPerMillisecond is not (null or 0),
            "a duration of the trace that is neither the time of its spans nor whole milliseconds");
        TraceMapper.Set(json, "duration_ms", TraceMapper.Milliseconds(duration));
        if (trace.StartTime is { } start)
            TraceMapper.Set(json, "started_at", start.ToString());
        TraceMapper.Set(json, "ended_at", trace.EndTime?.ToString());
        Mapper.SetAllMembers(json, trace.Attributes);
        return TraceMapper.Set(json, "spans", trace.Spans, SpanOf);
    }

    private static JsonMembers SpanOf(Span span)
    {
        var json = JsonMembers.Parse("{}"u8);
        TraceMapper.Set(json, "span_id", span.Id);
        TraceMapper.Set(json, "parent_span_id", span.ParentId);
        TraceMapper.Set(json, "name", span.Name);
        TraceMapper.Set(json, "kind", span.Kind.ToString().ToUpperInvariant());
        TraceMapper.Set(json, "status_code", span.Status.ToString().ToUpperInvariant());
        TraceMapper.Set(json, "status_message", span.StatusMessage);
        TraceMapper.Set(json, "start_time_unix_nano", Number(span.StartTime?.UnixNanoseconds));
        TraceMapper.Set(json, "end_time_unix_nano", Number(span.EndTime?.UnixNanoseconds));
        TraceMapper.Set(json, "duration_ns", Number(span.Duration?.Ticks * 100));
        TraceMapper.Set(json, "duration_ms", TraceMapper.Milliseconds(span.Duration));
        Mapper.RejectIf(span.Duration < TimeSpan.Zero, "an end before the start");
        var attributes = Mapper.SetMembers(json, span.Attributes);
        if (TypeIn(span.Attributes) != span.Type)
        {
            if (Operations.TryGetValue(span.Type, out var operation))
                attributes = attributes.With("gen_ai.operation.name", operation);
            Mapper.RejectIf(
                TypeIn(attributes) != span.Type,
                $"the type {span.Type} of a span: its spans have no type, and no attribute stands for this one");
        }

        if (attributes.Count > 0 || !json.Has("attributes"))
            TraceMapper.Set(json, "attributes", attributes);
        TraceMapper.Set(json, "resource_attributes", span.Resource);
        TraceMapper.Set(json, "events", span.Records, EventOf);
        return TraceMapper.Set(json, "links", span.Links, LinkOf);
    }

    /// <summary>Gets the type that a client reads from the attributes.</summary>
    private static SpanType TypeIn(AttributeMap attributes) => new Span { Id = "", Name = "", Attributes = attributes }.Type;

    private static JsonMembers EventOf(Record record)
    {
        Mapper.RejectIf(
            record.Kind is not (RecordKind.Event or RecordKind.Exception),
            $"a record that is neither an event nor an exception: {record.Kind}");
        Mapper.RejectIf(
            record.Kind == RecordKind.Exception != (record.Name == "exception"),
            "an exception by another name than 'exception', or an event by that name");
        Mapper.RejectIf(!record.Body.IsNull, "the body of an event");
        var json = JsonMembers.Parse("{}"u8);
        TraceMapper.Set(json, "name", record.Name);
        TraceMapper.Set(json, "timestamp", Number(record.Timestamp?.UnixNanoseconds));
        return TraceMapper.Set(json, "attributes", Mapper.SetMembers(json, record.Attributes));
    }

    private static JsonMembers LinkOf(SpanLink link)
    {
        var json = JsonMembers.Parse("{}"u8);
        TraceMapper.Set(json, "trace_id", link.TraceId);
        TraceMapper.Set(json, "span_id", link.SpanId);
        return TraceMapper.Set(json, "attributes", Mapper.SetMembers(json, link.Attributes));
    }

    private static string? StatusOf(TraceStatus status) => status switch
    {
        TraceStatus.Ok => "success",
        TraceStatus.Error => "error",
        TraceStatus.Running => "running",
        _ => null,
    };

    private static AttributeValue Number(long? value) => value is { } number ? number : default(AttributeValue);
}
