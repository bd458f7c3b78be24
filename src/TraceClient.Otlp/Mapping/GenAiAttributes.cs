namespace TraceClient.Otlp;

/// <summary>What a span's type and metadata say, in the words of OpenTelemetry's and OpenInference's conventions for generative AI.</summary>
internal static class GenAiAttributes
{
    private const string OperationName = "gen_ai.operation.name";
    private const string OpenInferenceKind = "openinference.span.kind";

    // Where frameworks put the parameters of a request and its usage when not at the top.
    private static readonly string[] Sections = ["usage", "token_usage", "usage_metadata", "model_parameters", "modelParameters", "invocation_params", "parameters"];

    private static readonly ModelAttribute[] ModelAttributes =
    [
        new("gen_ai.provider.name", AttributeValueKind.String, ["gen_ai.system", "provider", "provider_name", "model_provider", "modelProvider", "llm.provider"]),
        new("gen_ai.request.model", AttributeValueKind.String, ["model", "model_name", "modelName", "model_id", "llm.model_name"]),
        new("gen_ai.request.temperature", AttributeValueKind.Double, ["temperature"]),
        new("gen_ai.request.top_p", AttributeValueKind.Double, ["top_p", "topP"]),
        new("gen_ai.request.top_k", AttributeValueKind.Double, ["top_k", "topK"]),
        new("gen_ai.request.max_tokens", AttributeValueKind.Int64, ["max_tokens", "maxTokens", "max_output_tokens", "max_completion_tokens"]),
        new("gen_ai.request.frequency_penalty", AttributeValueKind.Double, ["frequency_penalty", "frequencyPenalty"]),
        new("gen_ai.request.presence_penalty", AttributeValueKind.Double, ["presence_penalty", "presencePenalty"]),
        new("gen_ai.request.seed", AttributeValueKind.Int64, ["seed"]),
        new("gen_ai.usage.input_tokens", AttributeValueKind.Int64, ["input_tokens", "prompt_tokens", "inputTokens", "promptTokens", "gen_ai.usage.prompt_tokens", "llm.token_count.prompt"]),
        new("gen_ai.usage.output_tokens", AttributeValueKind.Int64, ["output_tokens", "completion_tokens", "outputTokens", "completionTokens", "gen_ai.usage.completion_tokens", "llm.token_count.completion"]),
        new("gen_ai.usage.cache_read.input_tokens", AttributeValueKind.Int64, ["cache_read_input_tokens", "cached_tokens", "cacheReadInputTokens"]),
    ];

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

    /// <summary>Derives them; what the span says itself stays.</summary>
    public static void Derive(Span span, OutgoingAttributes attributes)
    {
        var (type, operation, kind) = Array.Find(Types, known => known.Type == span.Type);
        if (operation is null)
            return;

        attributes.Derive(OperationName, operation);
        attributes.Derive(OpenInferenceKind, kind);
        if (type == SpanType.Tool && span.Name.Length > 0)
            attributes.Derive("gen_ai.tool.name", span.Name);
        if (type == SpanType.Generation || type == SpanType.Embedding)
            DeriveModel(span.Attributes, attributes);
    }

    /// <summary>The type of a span that carries only the conventions' attributes.</summary>
    public static SpanType TypeOf(IncomingAttributes attributes)
    {
        var (operation, kind) = (attributes.Find(OperationName)?.AsString, attributes.Find(OpenInferenceKind)?.AsString);
        foreach (var known in Types)
        {
            if (string.Equals(known.Kind, kind, StringComparison.OrdinalIgnoreCase) || known.Operation == operation)
                return known.Type;
        }

        return operation is "text_completion" or "generate_content" ? SpanType.Generation : SpanType.Span;
    }

    private static void DeriveModel(AttributeMap metadata, OutgoingAttributes attributes)
    {
        if (metadata.Count == 0)
            return;
        var sections = Sections.Select(name => metadata.TryGetValue(name, out var section) ? section.AsMap : null).OfType<AttributeMap>().Prepend(metadata).ToList();
        foreach (var attribute in ModelAttributes)
        {
            if (attribute.FindIn(sections) is { } value)
                attributes.Derive(attribute.Name, value);
        }
    }

    /// <summary>An attribute of the conventions and the names that frameworks have for it.</summary>
    private sealed record ModelAttribute(string Name, AttributeValueKind Kind, string[] UsualNames)
    {
        public AttributeValue? FindIn(List<AttributeMap> sections)
        {
            foreach (var section in sections)
            {
                foreach (var name in UsualNames)
                {
                    if (section.TryGetValue(name, out var value) && Fitting(value) is { } fitting)
                        return fitting;
                }
            }

            return null;
        }

        private AttributeValue? Fitting(AttributeValue value) => Kind switch
        {
            AttributeValueKind.Double => value.AsDouble is { } number ? AttributeValue.From(number) : default(AttributeValue?),
            _ => value.Kind == Kind ? value : default(AttributeValue?),
        };
    }
}
