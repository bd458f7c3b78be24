namespace TraceClient.Otlp;

/// <summary>The attributes that contain messages of people and models, which are written only with content.</summary>
internal static class ContentAttributes
{
    private static readonly string[] Names =
    [
        "gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.system_instructions", "gen_ai.prompt", "gen_ai.completion",
        "gen_ai.tool.call.arguments", "gen_ai.tool.call.result", "gen_ai.retrieval.query.text", "gen_ai.retrieval.documents",
        "input.value", "output.value", "llm.input_messages", "llm.output_messages", "llm.prompts", "llm.completions",
        "retrieval.documents", "embedding.embeddings", "tool.parameters", "tool_call.function.arguments",
        "traceloop.entity.input", "traceloop.entity.output",
        "galtea.input", "galtea.actual_output", "galtea.retrieval_context",
    ];

    public static bool Contains(string name)
    {
        foreach (var content in Names)
        {
            if (name.StartsWith(content, StringComparison.Ordinal) && (name.Length == content.Length || name[content.Length] == '.'))
                return true;
        }

        return false;
    }
}
