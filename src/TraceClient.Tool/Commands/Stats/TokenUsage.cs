using TraceClient.Otlp;

namespace TraceClient.Tool;

/// <summary>What a call of a model took, as its metadata say; nothing is known where a member is null.</summary>
internal readonly record struct TokenUsage(string? Model, long? Input, long? Output)
{
    private const string ModelName = "gen_ai.request.model";
    private const string InputTokens = "gen_ai.usage.input_tokens";
    private const string OutputTokens = "gen_ai.usage.output_tokens";

    /// <summary>The usage of a span; none for agents and chains, whose numbers are the sums of the calls below them.</summary>
    public static TokenUsage Of(Span span)
    {
        if (span.Attributes.Count == 0 || IsSum(span))
            return default;
        var derived = span.Type == SpanType.Generation || span.Type == SpanType.Embedding ? AttributeMap.From(ModelAttributes.In(span.Attributes)) : AttributeMap.Empty;
        return new TokenUsage(
            span.Attributes.GetString(ModelName) ?? derived.GetString(ModelName),
            span.Attributes.GetInt64(InputTokens) ?? derived.GetInt64(InputTokens),
            span.Attributes.GetInt64(OutputTokens) ?? derived.GetInt64(OutputTokens));
    }

    /// <summary>The usage of a trace: what its spans took together or, where none of them says it, what the trace does (Galtea counts a turn as a whole).</summary>
    public static TokenUsage Of(Trace trace, IEnumerable<TokenUsage> spans)
    {
        var usage = spans.Aggregate(default(TokenUsage), (sum, one) => sum with { Input = Sum(sum.Input, one.Input), Output = Sum(sum.Output, one.Output) });
        return usage is not { Input: null, Output: null } ? usage
            : new TokenUsage(Model: null, trace.Attributes.GetInt64($"{trace.Source}.input_tokens"), trace.Attributes.GetInt64($"{trace.Source}.output_tokens"));
    }

    private static long? Sum(long? one, long? other) => one is null && other is null ? null : (one ?? 0) + (other ?? 0);

    private static bool IsSum(Span span) => span.Type == SpanType.Agent || span.Type == SpanType.Chain
        || span.Attributes.GetString("gen_ai.operation.name") is "invoke_agent" or "invoke_workflow";
}
