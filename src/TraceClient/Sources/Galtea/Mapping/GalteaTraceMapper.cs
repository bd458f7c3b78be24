namespace TraceClient.Galtea;

/// <summary>Makes a trace, or the summary of one, of an inference result and what its rows come to.</summary>
internal static class GalteaTraceMapper
{
    public const string Prefix = "galtea.";

    public static Trace ToTrace(string id, GalteaInferenceResult? result, IReadOnlyList<Span> spans)
    {
        var turn = new GalteaTurn();
        foreach (var span in spans)
            turn.Add(span);

        var trace = TraceAssembler.Assemble(
            new Trace
            {
                Reference = new TraceReference(SourceNames.Galtea, id),
                Name = turn.Name ?? id,
                Status = StatusOf(result?.Status),
                Duration = GalteaTiming.FromMilliseconds(result?.Latency),
                SessionId = result?.SessionId,
                User = result?.UserId,
                IsComplete = result?.Status is "GENERATED" or "FAILED" or "SKIPPED",
                Attributes = result is null ? AttributeMap.Empty : AttributeMap.Of(JsonPayload.Null, result, static row => AttributesOf((GalteaInferenceResult)row, isTrace: true)),
                Warnings = result is null ? [] : WarningsOf(result),
            },
            spans);

        // Without an inference result nobody says how the turn ended, but a step that nothing contains tells when it failed.
        return result is null && trace.Roots.Any(root => root.Status == SpanStatus.Error) ? trace with { Status = TraceStatus.Error } : trace;
    }

    public static TraceSummary ToSummary(GalteaInferenceResult result, GalteaTurn turn)
    {
        return new TraceSummary
        {
            Reference = SourceErrors.ReferenceTo(SourceNames.Galtea, result.Id),
            Name = turn.Name ?? result.Id!,
            Status = StatusOf(result.Status),
            RecordedAt = result.CreatedAt.Value,
            StartTime = turn.StartTime,
            EndTime = turn.IsPartial ? null : turn.EndTime,
            Duration = GalteaTiming.FromMilliseconds(result.Latency),
            SessionId = result.SessionId,
            User = result.UserId,
            SpanCount = turn.IsPartial ? null : turn.SpanCount,
            ErrorCount = turn.IsPartial ? null : turn.ErrorCount,
            SpanTypes = turn.IsPartial ? null : turn.SpanTypes,
            Attributes = AttributeMap.Of(JsonPayload.Null, result, static row => AttributesOf((GalteaInferenceResult)row, isTrace: false)),
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
    private static IReadOnlyList<KeyValuePair<string, AttributeValue>> AttributesOf(GalteaInferenceResult result, bool isTrace) => new AttributeCollector(Prefix)
        .Add("status", StatusOf(result.Status) == TraceStatus.Unset ? result.Status : null)
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
        .AddExtensions(result)
        .Add("latency", IsLatencyUnreadable(result) ? result.Latency : null)
        .Add("created_at", isTrace || result.CreatedAt.Value is null ? result.CreatedAt.Text : null)
        .Entries;

    private static IReadOnlyList<TraceWarning> WarningsOf(GalteaInferenceResult result)
    {
        var warnings = new WarningCollector(Prefix);
        if (IsLatencyUnreadable(result))
            warnings.AddUnreadable("latency");
        warnings.AddUnreadable("created_at", result.CreatedAt);
        warnings.AddUnreadable(GalteaWire.InferenceResult, result);
        return warnings.Warnings;
    }

    private static bool IsLatencyUnreadable(GalteaInferenceResult result) => result.Latency is not null && GalteaTiming.FromMilliseconds(result.Latency) is null;
}
