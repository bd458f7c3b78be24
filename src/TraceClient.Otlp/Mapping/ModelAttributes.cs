namespace TraceClient.Otlp;

/// <summary>What metadata say of a model call under the names that frameworks have for it, in the words of OpenTelemetry's conventions.</summary>
internal static class ModelAttributes
{
    // Where frameworks put the parameters of a request and its usage when not at the top.
    private static readonly string[] Sections = ["usage", "token_usage", "usage_metadata", "model_parameters", "modelParameters", "invocation_params", "parameters"];

    private static readonly ModelAttribute[] Known =
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

    /// <summary>The conventions' attributes that the metadata have under other names.</summary>
    public static IEnumerable<KeyValuePair<string, AttributeValue>> In(AttributeMap metadata)
    {
        if (metadata.Count == 0)
            yield break;
        var sections = Sections.Select(name => metadata.TryGetValue(name, out var section) ? section.AsMap : null).OfType<AttributeMap>().Prepend(metadata).ToList();
        foreach (var attribute in Known)
        {
            if (attribute.FindIn(sections) is { } value)
                yield return KeyValuePair.Create(attribute.Name, value);
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
