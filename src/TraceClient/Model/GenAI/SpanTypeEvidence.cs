namespace TraceClient;

/// <summary>Finds the type of a span in its attributes, for spans whose source states none.</summary>
internal static class SpanTypeEvidence
{
    private static readonly Dictionary<string, SpanType> Operations = new(StringComparer.OrdinalIgnoreCase)
    {
        ["chat"] = SpanType.Generation,
        ["text_completion"] = SpanType.Generation,
        ["completion"] = SpanType.Generation,
        ["generate_content"] = SpanType.Generation,
        ["execute_tool"] = SpanType.Tool,
        ["invoke_agent"] = SpanType.Agent,
        ["create_agent"] = SpanType.Agent,
        ["embeddings"] = SpanType.Embedding,
        ["embedding"] = SpanType.Embedding,
        ["retrieval"] = SpanType.Retriever,
        ["invoke_workflow"] = SpanType.Chain,
        ["evaluate"] = SpanType.Evaluator,
        ["guardrail"] = SpanType.Guardrail,
        ["LLM"] = SpanType.Generation,
        ["workflow"] = SpanType.Chain,
    };

    // What names an operation comes before what a span merely has: a tool or a model that is called over HTTP is no HTTP request.
    private static readonly (string Name, Func<AttributeValue, SpanType?> TypeOf)[] Evidence =
    [
        ("gen_ai.operation.name", Operation),
        ("openinference.span.kind", Kind),
        ("llm.request.type", Operation),
        ("traceloop.span.kind", TraceloopKind),
        ("gen_ai.tool.name", static _ => SpanType.Tool),
        ("tool.name", static _ => SpanType.Tool),
        ("gen_ai.request.model", static _ => SpanType.Generation),
        ("gen_ai.response.model", static _ => SpanType.Generation),
        ("llm.model_name", static _ => SpanType.Generation),
        ("embedding.model_name", static _ => SpanType.Embedding),
        ("db.system.name", static _ => SpanType.Database),
        ("db.system", static _ => SpanType.Database),
        ("rpc.system.name", static _ => SpanType.Rpc),
        ("rpc.system", static _ => SpanType.Rpc),
        ("messaging.system", static _ => SpanType.Messaging),
        ("http.request.method", static _ => SpanType.Http),
        ("http.method", static _ => SpanType.Http),
    ];

    /// <summary>Gets the type that follows from the attributes; <see cref="SpanType.Span"/> where none does.</summary>
    public static SpanType Of(AttributeMap attributes)
    {
        if (attributes.Count == 0)
            return SpanType.Span;
        foreach (var (name, typeOf) in Evidence)
        {
            if (attributes.TryGetValue(name, out var value) && value.AsString is { Length: > 0 } && typeOf(value) is { } type)
                return type;
        }

        return SpanType.Span;
    }

    private static SpanType? Operation(AttributeValue value) => Operations.TryGetValue(value.AsString!, out var type) ? type : null;

    /// <summary>OpenInference's kinds but for one have the names of the types.</summary>
    private static SpanType? Kind(AttributeValue value) => value.AsString!.Trim() switch
    {
        "" => null,
        var kind when kind.Equals("UNKNOWN", StringComparison.OrdinalIgnoreCase) => null,
        var kind => Operation(value) ?? new SpanType(kind),
    };

    private static SpanType? TraceloopKind(AttributeValue value) => value.AsString switch
    {
        "agent" => SpanType.Agent,
        "tool" => SpanType.Tool,
        _ => Operation(value),
    };
}
