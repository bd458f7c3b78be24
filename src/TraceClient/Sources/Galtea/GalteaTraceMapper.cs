namespace TraceClient.Galtea;

/// <summary>Makes a trace, or the summary of one, of an inference result and what its rows come to.</summary>
internal static class GalteaTraceMapper
{
    public static Trace ToTrace(string id, GalteaInferenceResult? result, IReadOnlyList<Span> spans)
    {
        var notes = new GalteaNotes();
        var turn = new GalteaTurn();
        foreach (var span in spans)
            turn.Add(span);

        var duration = Describe(result, notes);
        notes.Add("created_at", result?.CreatedAt?.Text);
        var trace = TraceAssembler.Assemble(
            new Trace
            {
                Reference = new TraceReference(SourceNames.Galtea, id),
                Name = turn.Name ?? id,
                Status = StatusOf(result?.Status),
                Duration = duration,
                SessionId = result?.SessionId,
                User = result?.UserId,
                IsComplete = result?.Status is "GENERATED" or "FAILED" or "SKIPPED",
                Attributes = AttributeMap.From(notes.Attributes),
                Warnings = notes.Warnings,
            },
            spans);

        // Without an inference result nobody says how the turn ended, but a step that nothing contains tells when it failed.
        return result is null && trace.Roots.Any(root => root.Status == SpanStatus.Error) ? trace with { Status = TraceStatus.Error } : trace;
    }

    public static TraceSummary ToSummary(GalteaInferenceResult result, GalteaTurn turn)
    {
        var notes = new GalteaNotes();
        var duration = Describe(result, notes);
        var recordedAt = notes.Read("created_at", result.CreatedAt);
        return new TraceSummary
        {
            Reference = new TraceReference(SourceNames.Galtea, result.Id!),
            Name = turn.Name ?? result.Id!,
            Status = StatusOf(result.Status),
            RecordedAt = recordedAt,
            StartTime = turn.StartTime,
            EndTime = turn.IsPartial ? null : turn.EndTime,
            Duration = duration,
            SessionId = result.SessionId,
            User = result.UserId,
            SpanCount = turn.IsPartial ? null : turn.SpanCount,
            ErrorCount = turn.IsPartial ? null : turn.ErrorCount,
            SpanTypes = turn.IsPartial ? null : turn.SpanTypes,
            Attributes = AttributeMap.From(notes.Attributes),
        };
    }

    public static TraceStatus StatusOf(string? status) => status switch
    {
        "PENDING" => TraceStatus.Running,
        "GENERATED" => TraceStatus.Ok,
        "FAILED" => TraceStatus.Error,
        _ => TraceStatus.Unset,
    };

    /// <summary>Notes what the model has no member for, and returns the turn's duration.</summary>
    private static TimeSpan? Describe(GalteaInferenceResult? result, GalteaNotes notes)
    {
        if (result is null)
            return null;

        if (StatusOf(result.Status) == TraceStatus.Unset)
            notes.Add("status", result.Status);
        notes.Add("input", AttributeValue.From(result.Input));
        notes.Add("actual_output", AttributeValue.From(result.ActualOutput));
        notes.Add("retrieval_context", AttributeValue.From(result.RetrievalContext));
        if (result.Index is { } index)
            notes.Add("index", (long)index);
        notes.Add("w3c_trace_id", result.TraceId);
        AddUsage(result, notes);
        notes.Add("conversation_simulator_version", AttributeValue.From(result.ConversationSimulatorVersion));
        notes.AddUnknown(result.Extensions);
        return notes.ReadMilliseconds("latency", result.Latency);
    }

    private static void AddUsage(GalteaInferenceResult result, GalteaNotes notes)
    {
        Add("input_tokens", result.InputTokens);
        Add("output_tokens", result.OutputTokens);
        Add("cache_read_input_tokens", result.CacheReadInputTokens);
        Add("tokens", result.Tokens);
        AddNumber("cost", result.Cost);
        AddNumber("credits_used", result.CreditsUsed);

        void Add(string name, long? value) => notes.Add(name, value is { } number ? AttributeValue.From(number) : default);
        void AddNumber(string name, double? value) => notes.Add(name, value is { } number ? AttributeValue.From(number) : default);
    }
}
