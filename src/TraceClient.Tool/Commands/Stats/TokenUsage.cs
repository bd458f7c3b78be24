namespace TraceClient.Tool;

/// <summary>What a call of a model took, as its metadata say; nothing is known where a member is null.</summary>
internal readonly record struct TokenUsage(string? Model, long? Input, long? Output)
{
    /// <summary>Gets the usage of a span; none for agents and chains, whose numbers are the sums of the calls below them.</summary>
    public static TokenUsage Of(Span span) => !IsSum(span) && span.GenAI is { } call ? new TokenUsage(call.Model, call.InputTokens, call.OutputTokens) : default;

    /// <summary>Gets the usage of a trace, in which no number is counted twice.</summary>
    public static TokenUsage Of(Trace trace) => trace.Usage is { } usage ? new(Model: null, usage.InputTokens, usage.OutputTokens) : default;

    private static bool IsSum(Span span) => span.Type == SpanType.Agent || span.Type == SpanType.Chain
        || span.Attributes.GetString("gen_ai.operation.name") is "invoke_agent" or "invoke_workflow";
}
