namespace TraceClient.Otlp;

/// <summary>Derives the attributes of the OpenTelemetry and OpenInference conventions for generative AI from a span.</summary>
internal static class GenAiAttributes
{
    private static readonly (SpanType Type, string Operation, string Kind)[] Types =
    [
        (SpanType.Agent, "invoke_agent", "AGENT"),
        (SpanType.Tool, "execute_tool", "TOOL"),
        (SpanType.Generation, "chat", "LLM"),
        (SpanType.Retriever, "retrieval", "RETRIEVER"),
        (SpanType.Embedding, "embeddings", "EMBEDDING"),
        (SpanType.Chain, "invoke_workflow", "CHAIN"),
        (SpanType.Evaluator, "evaluate", "EVALUATOR"),
        (SpanType.Guardrail, "guardrail", "GUARDRAIL"),
    ];

    /// <summary>Adds the attributes that the span does not have.</summary>
    public static void Derive(Span span, OutgoingAttributes attributes)
    {
        foreach (var (type, operation, kind) in Types)
        {
            if (type != span.Type)
                continue;
            attributes.Derive("gen_ai.operation.name", operation);
            attributes.Derive("openinference.span.kind", kind);
            if (type == SpanType.Tool && span.Name.Length > 0)
                attributes.Derive("gen_ai.tool.name", span.Name);
            if ((type == SpanType.Generation || type == SpanType.Embedding) && span.GenAI is { } call)
                Derive(call, attributes);
            return;
        }
    }

    private static void Derive(GenAIInfo call, OutgoingAttributes attributes)
    {
        Derive("gen_ai.provider.name", AttributeValue.From(call.Provider));
        Derive("gen_ai.request.model", AttributeValue.From(call.Model));
        Derive("gen_ai.request.temperature", Number(call.Temperature));
        Derive("gen_ai.request.top_p", Number(call.TopP));
        Derive("gen_ai.request.top_k", Number(call.TopK));
        Derive("gen_ai.request.max_tokens", Number(call.MaxTokens));
        Derive("gen_ai.request.frequency_penalty", Number(call.FrequencyPenalty));
        Derive("gen_ai.request.presence_penalty", Number(call.PresencePenalty));
        Derive("gen_ai.request.seed", Number(call.Seed));
        Derive("gen_ai.usage.input_tokens", Number(call.InputTokens));
        Derive("gen_ai.usage.output_tokens", Number(call.OutputTokens));
        Derive("gen_ai.usage.cache_read.input_tokens", Number(call.CachedInputTokens));

        void Derive(string name, AttributeValue value)
        {
            if (value.Kind != AttributeValueKind.Null)
                attributes.Derive(name, value);
        }
    }

    private static AttributeValue Number(double? number) => number is { } value ? AttributeValue.From(value) : default;

    private static AttributeValue Number(long? number) => number is { } value ? AttributeValue.From(value) : default;
}
