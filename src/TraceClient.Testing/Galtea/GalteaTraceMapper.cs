namespace TraceClient.Testing;

/// <summary>Maps a trace to the data of Galtea: an inference result and its rows.</summary>
internal static class GalteaTraceMapper
{
    private static readonly TraceMapper Mapper = new("Galtea", "galtea.");

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

    /// <summary>Maps a trace to its inference result and rows.</summary>
    /// <exception cref="ArgumentException">Galtea does not support a property of the trace.</exception>
    public static (JsonMembers Result, List<JsonMembers> Rows) Map(Trace trace)
    {
        Mapper.RejectIf(trace.ServiceName is not null, "the name of a service");
        Mapper.RejectIf(trace.Spans.Count > 0 && trace.Name != NameOf(trace), "a name of the trace that is not its first span's");
        Mapper.RejectIf(trace.Spans.Count == 0 && trace.Name != trace.Id, "a name of a trace that has no spans, other than its id");
        Mapper.ThrowIfTimesDiffer(trace);
        var json = JsonMembers.Parse("{}"u8);
        TraceMapper.Set(json, "id", trace.Id);
        TraceMapper.Set(json, "sessionId", trace.SessionId);
        TraceMapper.Set(json, "userId", trace.User);
        TraceMapper.Set(json, "status", StatusOf(trace.Status));
        TraceMapper.Set(json, "latency", TraceMapper.Milliseconds(trace.Duration));
        if (trace.StartTime is { } start)
            TraceMapper.Set(json, "createdAt", start.ToString());
        Mapper.SetAllMembers(json, trace.Attributes, ResultNames);
        return (json, [.. trace.Spans.Select(span => RowOf(span, trace))]);
    }

    private static JsonMembers RowOf(Span span, Trace trace)
    {
        var isCall = span.Type == SpanType.Generation || span.Type == SpanType.Retriever || span.Type == SpanType.Embedding;
        Mapper.RejectIf(
            span.Kind != (isCall ? SpanKind.Client : SpanKind.Internal),
            $"the kind {span.Kind} of a span of the type {span.Type}");
        Mapper.RejectIf(span.Status == SpanStatus.Ok, "the status Ok of a span: it has a status for failed spans only");
        Mapper.RejectIf(span.Status == SpanStatus.Error && span.StatusMessage is null, "an error without a message");
        Mapper.RejectIf(span.Status == SpanStatus.Unset && span.StatusMessage is not null, "a message of a span that did not fail");
        Mapper.RejectIf(span.Resource.Count > 0, "the resource of a span");
        Mapper.RejectIf(span.Links.Count > 0, "links of a span");
        Mapper.RejectIf(
            span.StartTime is null != span.EndTime is null && span.Duration is not null, "a duration of a span that has one time only");
        Mapper.RejectIf(span.Duration < TimeSpan.Zero, "an end before the start");
        var json = JsonMembers.Parse("{}"u8);
        TraceMapper.Set(json, "id", span.Id);
        TraceMapper.Set(json, "inferenceResultId", trace.Id);
        TraceMapper.Set(json, "parentTraceId", span.ParentId);
        TraceMapper.Set(json, "name", span.Name);
        TraceMapper.Set(json, "type", span.Type.Value.ToUpperInvariant());
        TraceMapper.Set(json, "error", span.StatusMessage);
        TraceMapper.Set(json, "startTime", span.StartTime?.ToString());
        TraceMapper.Set(json, "endTime", span.EndTime?.ToString());
        TraceMapper.Set(json, "latencyMs", TraceMapper.Milliseconds(span.Duration));
        if ((span.EndTime ?? span.StartTime) is { } time)
            TraceMapper.Set(json, "createdAt", time.ToString());
        if (Mapper.SetMembers(json, span.Attributes, RowNames) is { Count: > 0 } attributes)
            TraceMapper.Set(json, "metadata", attributes);
        TraceMapper.Set(json, "inputData", BodyOf(span, RecordKind.Input));
        TraceMapper.Set(json, "outputData", BodyOf(span, RecordKind.Output));
        Mapper.RejectIf(
            span.Records.Any(record => record.Kind is not (RecordKind.Input or RecordKind.Output)),
            "a record that is neither an input nor an output");
        return json;
    }

    private static JsonPayload BodyOf(Span span, RecordKind kind)
    {
        if (span.Records.Where(record => record.Kind == kind).ToList() is not [var only, .. var more])
            return JsonPayload.Null;
        Mapper.RejectIf(more.Count > 0, $"more than one record of the kind {kind} of a span");
        Mapper.RejectIf(
            only.Name is not null || only.Timestamp is not null || only.Attributes.Count > 0,
            "the name, the time or the attributes of an input or an output");
        Mapper.RejectIf(only.Body.IsNull, "an input or an output that is null");
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
