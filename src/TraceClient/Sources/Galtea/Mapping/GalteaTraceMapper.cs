namespace TraceClient.Galtea;

/// <summary>Makes a trace, or the summary of one, of an inference result and what its rows come to.</summary>
internal static class GalteaTraceMapper
{
    public static Trace ToTrace(string id, GalteaInferenceResult? result, IReadOnlyList<Span> spans)
    {
        var notes = new ExtensionAttributes(GalteaNotes.Prefix);
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
                Attributes = notes.ToMap(),
                Warnings = notes.Warnings,
            },
            spans);

        // Without an inference result nobody says how the turn ended, but a step that nothing contains tells when it failed.
        return result is null && trace.Roots.Any(root => root.Status == SpanStatus.Error) ? trace with { Status = TraceStatus.Error } : trace;
    }

    public static TraceSummary ToSummary(GalteaInferenceResult result, GalteaTurn turn)
    {
        var notes = new ExtensionAttributes(GalteaNotes.Prefix);
        var duration = Describe(result, notes);
        var recordedAt = notes.Read("created_at", result.CreatedAt);
        return new TraceSummary
        {
            Reference = SourceErrors.ReferenceTo(SourceNames.Galtea, result.Id),
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
            Attributes = notes.ToMap(),
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
    private static TimeSpan? Describe(GalteaInferenceResult? result, ExtensionAttributes notes)
    {
        if (result is null)
            return null;

        notes.Add("status", StatusOf(result.Status) == TraceStatus.Unset ? result.Status : null)
            .Add("input", result.Input)
            .Add("actual_output", result.ActualOutput)
            .Add("retrieval_context", result.RetrievalContext)
            .Add("index", (long?)result.Index)
            .Add("w3c_trace_id", result.TraceId)
            .Add("input_tokens", result.InputTokens)
            .Add("output_tokens", result.OutputTokens)
            .Add("cache_read_input_tokens", result.CacheReadInputTokens)
            .Add("tokens", result.Tokens)
            .Add("cost", result.Cost)
            .Add("credits_used", result.CreditsUsed)
            .Add("conversation_simulator_version", result.ConversationSimulatorVersion)
            .AddUnknown(result.Extensions);
        return notes.ReadMilliseconds("latency", result.Latency);
    }
}
