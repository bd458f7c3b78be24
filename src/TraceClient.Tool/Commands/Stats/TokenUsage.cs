namespace TraceClient.Tool;

/// <summary>Represents the token usage of a model call; unknown values are null.</summary>
internal readonly record struct TokenUsage(string? Model, long? Input, long? Output)
{
    /// <summary>Returns the usage of a span; empty for a span that repeats the usage of its descendants.</summary>
    public static TokenUsage Of(Span span) =>
        span.GenAI is { } call && (HasTokens(call) ? !span.Descendants().Any(HasTokens) : IsModelCall(span))
        ? new TokenUsage(call.Model, call.InputTokens, call.OutputTokens)
        : default;

    /// <summary>Returns the usage of a trace, which counts no call twice.</summary>
    public static TokenUsage Of(Trace trace) =>
        trace.Usage is { } usage ? new(Model: null, usage.InputTokens, usage.OutputTokens) : default;

    private static bool IsModelCall(Span span) => span.Type == SpanType.Generation || span.Type == SpanType.Embedding;

    private static bool HasTokens(Span span) => span.GenAI is { } call && HasTokens(call);

    private static bool HasTokens(GenAIInfo call) => (call.InputTokens ?? call.OutputTokens) is not null;
}
