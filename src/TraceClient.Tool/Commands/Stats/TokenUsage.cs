namespace TraceClient.Tool;

/// <summary>What a call of a model took, as its metadata say; nothing is known where a member is null.</summary>
internal readonly record struct TokenUsage(string? Model, long? Input, long? Output)
{
    /// <summary>Gets the usage of a span; none for one that only repeats what the calls below it took.</summary>
    public static TokenUsage Of(Span span) =>
        span.GenAI is { } call && (HasTokens(call) ? !span.Descendants().Any(HasTokens) : IsModelCall(span))
        ? new TokenUsage(call.Model, call.InputTokens, call.OutputTokens)
        : default;

    /// <summary>Gets the usage of a trace, in which no number is counted twice.</summary>
    public static TokenUsage Of(Trace trace) =>
        trace.Usage is { } usage ? new(Model: null, usage.InputTokens, usage.OutputTokens) : default;

    private static bool IsModelCall(Span span) => span.Type == SpanType.Generation || span.Type == SpanType.Embedding;

    private static bool HasTokens(Span span) => span.GenAI is { } call && HasTokens(call);

    private static bool HasTokens(GenAIInfo call) => (call.InputTokens ?? call.OutputTokens) is not null;
}
