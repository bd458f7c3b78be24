namespace TraceClient.Galtea;

/// <summary>Makes a trace, or the summary of one, of an inference result and what its rows come to.</summary>
internal static class GalteaTraceMapper
{
    public const string Prefix = "galtea.";

    private static readonly TraceWarning CutShort = new(
        TraceWarningCodes.Incomplete,
        "The service sent the same page of rows again and again; rows behind it are missing if there are any.");

    /// <summary>Makes a trace.</summary>
    /// <param name="id">The turn's id.</param>
    /// <param name="result">The turn; null where only its rows are known.</param>
    /// <param name="spans">Its spans.</param>
    /// <param name="walk">What its rows were read with.</param>
    public static Trace ToTrace(string id, GalteaInferenceResult? result, IReadOnlyList<Span> spans, GalteaPageWalk<GalteaTrace> walk)
    {
        var trace = TraceAssembler.Assemble(
            new Trace
            {
                Reference = new TraceReference(SourceNames.Galtea, id),
                Name = GalteaTurn.NameOf(spans) ?? id,
                Status = StatusOf(result?.Status),
                Duration = SourceTime.DurationOf(result?.Latency),
                SessionId = result?.SessionId,
                User = result?.UserId,
                IsComplete = result?.Status is "GENERATED" or "FAILED" or "SKIPPED",
                Attributes = result is null
                    ? AttributeMap.Empty
                    : AttributeMap.Of(JsonPayload.Null, result, static row => AttributesOf((GalteaInferenceResult)row, isTrace: true)),
                Warnings = WarningsOf(result ?? new GalteaInferenceResult(), walk),
            },
            spans);

        // Without an inference result nobody says how the turn ended, but a step that nothing contains tells when it failed.
        return result is null && trace.Roots.Any(root => root.Status == SpanStatus.Error)
            ? trace with { Status = TraceStatus.Error }
            : trace;
    }

    public static TraceSummary ToSummary(GalteaInferenceResult result, GalteaTurn turn) => new()
    {
        Reference = SourceErrors.ReferenceTo(SourceNames.Galtea, result.Id),
        Name = turn.Name ?? result.Id!,
        Status = StatusOf(result.Status),
        RecordedAt = result.CreatedAt.Value,
        StartTime = turn.StartTime,
        EndTime = turn.IsPartial ? null : turn.EndTime,
        Duration = SourceTime.DurationOf(result.Latency),
        SessionId = result.SessionId,
        User = result.UserId,
        SpanCount = turn.IsPartial ? null : turn.SpanCount,
        ErrorCount = turn.IsPartial ? null : turn.ErrorCount,
        SpanTypes = turn.IsPartial ? null : turn.SpanTypes,
        Model = turn.Model,
        Usage = GenAIUsageSum.Of(result.InputTokens, result.OutputTokens, result.CacheReadInputTokens, result.Tokens, result.Cost),
        Attributes = AttributeMap.Of(JsonPayload.Null, result, static row => AttributesOf((GalteaInferenceResult)row, isTrace: false)),
    };

    public static TraceStatus StatusOf(string? status) => status switch
    {
        "PENDING" => TraceStatus.Running,
        "GENERATED" => TraceStatus.Ok,
        "FAILED" => TraceStatus.Error,
        _ => TraceStatus.Unset,
    };

    private static IReadOnlyList<KeyValuePair<string, AttributeValue>> AttributesOf(GalteaInferenceResult result, bool isTrace) =>
        new AttributeCollector(Prefix)
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
        .AddUnreadable("latency", result.Latency)
        .Add("created_at", isTrace || result.CreatedAt.Value is null ? result.CreatedAt.Text : null)
        .Entries;

    private static IReadOnlyList<TraceWarning> WarningsOf(GalteaInferenceResult result, GalteaPageWalk<GalteaTrace> walk) =>
        new WarningCollector(Prefix)
        .AddUnreadable("latency", result.Latency)
        .AddUnreadable("created_at", result.CreatedAt)
        .AddUnreadable(GalteaWire.InferenceResult, result)
        .AddWithoutId(walk.WithoutId)
        .Add(walk.IsCutShort ? CutShort : null)
        .Warnings;
}
