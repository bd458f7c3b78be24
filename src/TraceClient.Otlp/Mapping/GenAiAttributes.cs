namespace TraceClient.Otlp;

/// <summary>What a span's type and metadata say, in the words of OpenTelemetry's and OpenInference's conventions for generative AI.</summary>
internal static class GenAiAttributes
{
    private const string OperationName = "gen_ai.operation.name";
    private const string OpenInferenceKind = "openinference.span.kind";

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
        foreach (var (type, operation, kind) in Types)
        {
            if (type != span.Type)
                continue;
            attributes.Derive(OperationName, operation);
            attributes.Derive(OpenInferenceKind, kind);
            if (type == SpanType.Tool && span.Name.Length > 0)
                attributes.Derive("gen_ai.tool.name", span.Name);
            if (type == SpanType.Generation || type == SpanType.Embedding)
            {
                foreach (var (name, value) in ModelAttributes.In(span.Attributes))
                    attributes.Derive(name, value);
            }

            return;
        }
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
}
