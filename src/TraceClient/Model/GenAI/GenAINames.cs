namespace TraceClient;

/// <summary>The names, by what they stand for. Where a span has several, the first one counts.</summary>
internal static class GenAINames
{
    public static readonly GenAIName Provider = new(
        ["gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system", "ai.model.provider"],
        ["provider", "provider_name", "model_provider", "modelProvider", "ls_provider"]);

    public static readonly GenAIName Model = new(
        [
            "gen_ai.request.model", "llm.request.model", "llm.request.model_name", "llm.model_name",
            "embedding.model_name", "reranker.model_name", "ai.model.id",
        ],
        ["model", "model_name", "modelName", "model_id", "modelId", "ls_model_name"]);

    public static readonly GenAIName InputTokens = new(
        [
            "gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "llm.token_count.prompt", "llm.usage.prompt_tokens",
            "ai.usage.promptTokens",
        ],
        ["input_tokens", "prompt_tokens", "inputTokens", "promptTokens", "promptTokenCount"]);

    public static readonly GenAIName OutputTokens = new(
        [
            "gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens", "llm.token_count.completion", "llm.usage.completion_tokens",
            "ai.usage.completionTokens",
        ],
        ["output_tokens", "completion_tokens", "outputTokens", "completionTokens", "candidatesTokenCount"]);

    public static readonly GenAIName CachedInputTokens = new(
        [
            "gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_read_input_tokens",
            "llm.token_count.prompt_details.cache_read",
        ],
        ["cache_read_input_tokens", "cached_tokens", "cacheReadInputTokens", "cache_read", "cachedContentTokenCount"]);

    public static readonly GenAIName TotalTokens = new(
        ["gen_ai.usage.total_tokens", "llm.token_count.total", "llm.usage.total_tokens"],
        ["total_tokens", "totalTokens", "totalTokenCount", "tokens"]);

    public static readonly GenAIName Temperature = new(["gen_ai.request.temperature"], ["temperature", "ls_temperature"]);

    public static readonly GenAIName TopP = new(["gen_ai.request.top_p"], ["top_p", "topP"]);

    public static readonly GenAIName TopK = new(["gen_ai.request.top_k"], ["top_k", "topK"]);

    public static readonly GenAIName MaxTokens = new(
        ["gen_ai.request.max_tokens"],
        ["max_tokens", "maxTokens", "max_output_tokens", "max_completion_tokens", "maxOutputTokens", "ls_max_tokens"]);

    public static readonly GenAIName FrequencyPenalty = new(
        ["gen_ai.request.frequency_penalty"], ["frequency_penalty", "frequencyPenalty"]);

    public static readonly GenAIName PresencePenalty = new(
        ["gen_ai.request.presence_penalty"], ["presence_penalty", "presencePenalty"]);

    public static readonly GenAIName Seed = new(["gen_ai.request.seed"], ["seed"]);

    public static readonly GenAIName FinishReasons = new(
        ["gen_ai.response.finish_reasons", "gen_ai.response.finish_reason", "llm.finish_reason"],
        ["finish_reason", "finishReason", "stop_reason"]);
}

/// <summary>The names of what the conventions and frameworks say of a model call.</summary>
/// <param name="OfConventions">The names of OpenTelemetry, OpenInference and OpenLLMetry, which mean the same wherever they stand.</param>
/// <param name="OfFrameworks">The names in metadata, requests and responses.</param>
internal sealed record GenAIName(string[] OfConventions, string[] OfFrameworks);
