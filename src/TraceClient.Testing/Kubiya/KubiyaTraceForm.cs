namespace TraceClient.Testing;

/// <summary>A trace as the control plane sends it.</summary>
internal static class KubiyaTraceForm
{
    private static readonly TraceForm Form = new("Kubiya", "kubiya.");

    // The words of OpenTelemetry for what a type says, since the control plane has no types.
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

    /// <summary>The header, with the spans.</summary>
    /// <exception cref="ArgumentException">The control plane has no form for something.</exception>
    public static JsonMembers Of(Trace trace)
    {
        Form.Refuse(trace.Id == "stats" || trace.Id.Contains('/', StringComparison.Ordinal), "an id that is 'stats' or has a slash");
        Form.RefuseOwnTimes(trace);
        var json = JsonMembers.Parse("{}"u8);
        TraceForm.Set(json, "trace_id", trace.Id);
        TraceForm.Set(json, "name", trace.Name);
        TraceForm.Set(json, "service_name", trace.ServiceName);
        TraceForm.Set(json, "execution_id", trace.SessionId);
        TraceForm.Set(json, "user_id", trace.User);
        TraceForm.Set(json, "status", StatusOf(trace.Status));
        var duration = trace.Duration != trace.EndTime - trace.StartTime ? trace.Duration : null;
        Form.Refuse(
            duration?.Ticks % TimeSpan.TicksPerMillisecond is not (null or 0),
            "a duration of the trace that is neither the time of its spans nor whole milliseconds");
        TraceForm.Set(json, "duration_ms", TraceForm.Milliseconds(duration));
        if (trace.StartTime is { } start)
            TraceForm.Set(json, "started_at", start.ToString());
        TraceForm.Set(json, "ended_at", trace.EndTime?.ToString());
        Form.SetAllMembers(json, trace.Attributes);
        return TraceForm.Set(json, "spans", trace.Spans, SpanOf);
    }

    private static JsonMembers SpanOf(Span span)
    {
        var json = JsonMembers.Parse("{}"u8);
        TraceForm.Set(json, "span_id", span.Id);
        TraceForm.Set(json, "parent_span_id", span.ParentId);
        TraceForm.Set(json, "name", span.Name);
        TraceForm.Set(json, "kind", span.Kind.ToString().ToUpperInvariant());
        TraceForm.Set(json, "status_code", span.Status.ToString().ToUpperInvariant());
        TraceForm.Set(json, "status_message", span.StatusMessage);
        TraceForm.Set(json, "start_time_unix_nano", Number(span.StartTime?.UnixNanoseconds));
        TraceForm.Set(json, "end_time_unix_nano", Number(span.EndTime?.UnixNanoseconds));
        TraceForm.Set(json, "duration_ns", Number(span.Duration?.Ticks * 100));
        TraceForm.Set(json, "duration_ms", TraceForm.Milliseconds(span.Duration));
        Form.Refuse(span.Duration < TimeSpan.Zero, "an end before the start");
        var attributes = Form.SetMembers(json, span.Attributes);
        if (TypeIn(span.Attributes) != span.Type)
        {
            if (Operations.TryGetValue(span.Type, out var operation))
                attributes = attributes.With("gen_ai.operation.name", operation);
            Form.Refuse(
                TypeIn(attributes) != span.Type, $"the type of a span, {span.Type}: its spans have none, and no attribute says this one");
        }

        if (attributes.Count > 0 || !json.Has("attributes"))
            TraceForm.Set(json, "attributes", attributes);
        TraceForm.Set(json, "resource_attributes", span.Resource);
        TraceForm.Set(json, "events", span.Records, EventOf);
        return TraceForm.Set(json, "links", span.Links, LinkOf);
    }

    /// <summary>The type that a client finds in the attributes.</summary>
    private static SpanType TypeIn(AttributeMap attributes) => new Span { Id = "", Name = "", Attributes = attributes }.Type;

    private static JsonMembers EventOf(Record record)
    {
        Form.Refuse(
            record.Kind is not (RecordKind.Event or RecordKind.Exception),
            $"a record that is neither an event nor an exception: {record.Kind}");
        Form.Refuse(
            record.Kind == RecordKind.Exception != (record.Name == "exception"),
            "an exception by another name than 'exception', or an event by that name");
        Form.Refuse(!record.Body.IsNull, "the body of an event");
        var json = JsonMembers.Parse("{}"u8);
        TraceForm.Set(json, "name", record.Name);
        TraceForm.Set(json, "timestamp", Number(record.Timestamp?.UnixNanoseconds));
        return TraceForm.Set(json, "attributes", Form.SetMembers(json, record.Attributes));
    }

    private static JsonMembers LinkOf(SpanLink link)
    {
        var json = JsonMembers.Parse("{}"u8);
        TraceForm.Set(json, "trace_id", link.TraceId);
        TraceForm.Set(json, "span_id", link.SpanId);
        return TraceForm.Set(json, "attributes", Form.SetMembers(json, link.Attributes));
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
