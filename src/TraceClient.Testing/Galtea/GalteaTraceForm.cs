namespace TraceClient.Testing;

/// <summary>A trace as Galtea sends it: an inference result and its rows.</summary>
internal static class GalteaTraceForm
{
    private static readonly TraceForm Form = new("Galtea", "galtea.");

    private static readonly Dictionary<string, string> ResultNames = new(StringComparer.Ordinal)
    {
        ["actual_output"] = "actualOutput",
        ["retrieval_context"] = "retrievalContext",
        ["w3c_trace_id"] = "traceId",
        ["input_tokens"] = "inputTokens",
        ["output_tokens"] = "outputTokens",
        ["cache_read_input_tokens"] = "cacheReadInputTokens",
        ["credits_used"] = "creditsUsed",
        ["conversation_simulator_version"] = "conversationSimulatorVersion",
        ["created_at"] = "createdAt",
    };

    private static readonly Dictionary<string, string> RowNames = new(StringComparer.Ordinal)
    {
        ["latency_ms"] = "latencyMs",
        ["node_type"] = "nodeType",
        ["created_at"] = "createdAt",
    };

    /// <summary>The inference result and the rows.</summary>
    /// <exception cref="ArgumentException">Galtea has no form for something.</exception>
    public static (JsonMembers Result, List<JsonMembers> Rows) Of(Trace trace)
    {
        Form.Refuse(trace.ServiceName is not null, "the name of a service");
        Form.Refuse(trace.Spans.Count > 0 && trace.Name != NameOf(trace), "a name of the trace that is not its first span's");
        Form.Refuse(trace.Spans.Count == 0 && trace.Name != trace.Id, "a name of a trace that has no spans, other than its id");
        Form.RefuseOwnTimes(trace);
        var json = JsonMembers.Parse("{}"u8);
        TraceForm.Set(json, "id", trace.Id);
        TraceForm.Set(json, "sessionId", trace.SessionId);
        TraceForm.Set(json, "userId", trace.User);
        TraceForm.Set(json, "status", StatusOf(trace.Status));
        TraceForm.Set(json, "latency", TraceForm.Milliseconds(trace.Duration));
        if (trace.StartTime is { } start)
            TraceForm.Set(json, "createdAt", start.ToString());
        Form.SetAllMembers(json, trace.Attributes, ResultNames);
        return (json, [.. trace.Spans.Select(span => RowOf(span, trace))]);
    }

    private static JsonMembers RowOf(Span span, Trace trace)
    {
        var isCall = span.Type == SpanType.Generation || span.Type == SpanType.Retriever || span.Type == SpanType.Embedding;
        Form.Refuse(span.Kind != (isCall ? SpanKind.Client : SpanKind.Internal), $"the kind {span.Kind} of a span of the type {span.Type}");
        Form.Refuse(span.Status == SpanStatus.Ok, "a span that ended well: it knows only those that failed");
        Form.Refuse(span.Status == SpanStatus.Error && span.StatusMessage is null, "a failure without a message");
        Form.Refuse(span.Status == SpanStatus.Unset && span.StatusMessage is not null, "a message of a span that did not fail");
        Form.Refuse(span.Resource.Count > 0, "the resource of a span");
        Form.Refuse(span.Links.Count > 0, "links of a span");
        Form.Refuse(
            span.StartTime is null != span.EndTime is null && span.Duration is not null, "a duration of a span that has one time only");
        Form.Refuse(span.Duration < TimeSpan.Zero, "an end before the start");
        var json = JsonMembers.Parse("{}"u8);
        TraceForm.Set(json, "id", span.Id);
        TraceForm.Set(json, "inferenceResultId", trace.Id);
        TraceForm.Set(json, "parentTraceId", span.ParentId);
        TraceForm.Set(json, "name", span.Name);
        TraceForm.Set(json, "type", span.Type.Value.ToUpperInvariant());
        TraceForm.Set(json, "error", span.StatusMessage);
        TraceForm.Set(json, "startTime", span.StartTime?.ToString());
        TraceForm.Set(json, "endTime", span.EndTime?.ToString());
        TraceForm.Set(json, "latencyMs", TraceForm.Milliseconds(span.Duration));
        if ((span.EndTime ?? span.StartTime) is { } time)
            TraceForm.Set(json, "createdAt", time.ToString());
        if (Form.SetMembers(json, span.Attributes, RowNames) is { Count: > 0 } attributes)
            TraceForm.Set(json, "metadata", attributes);
        TraceForm.Set(json, "inputData", BodyOf(span, RecordKind.Input));
        TraceForm.Set(json, "outputData", BodyOf(span, RecordKind.Output));
        Form.Refuse(
            span.Records.Any(record => record.Kind is not (RecordKind.Input or RecordKind.Output)),
            "a record that is neither an input nor an output");
        return json;
    }

    private static JsonPayload BodyOf(Span span, RecordKind kind)
    {
        if (span.Records.Where(record => record.Kind == kind).ToList() is not [var only, .. var more])
            return JsonPayload.Null;
        Form.Refuse(more.Count > 0, $"more than one record of the kind {kind} of a span");
        Form.Refuse(
            only.Name is not null || only.Timestamp is not null || only.Attributes.Count > 0,
            "the name, the time or the attributes of an input or an output");
        Form.Refuse(only.Body.IsNull, "an input or an output that is null");
        return only.Body;
    }

    private static string? StatusOf(TraceStatus status) => status switch
    {
        TraceStatus.Ok => "GENERATED",
        TraceStatus.Error => "FAILED",
        TraceStatus.Running => "PENDING",
        _ => null,
    };

    private static string? NameOf(Trace trace) => (trace.Roots.Count > 0 ? trace.Roots : trace.Spans)[0].Name;
}
