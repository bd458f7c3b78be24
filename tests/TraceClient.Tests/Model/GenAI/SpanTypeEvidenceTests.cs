namespace TraceClient.Tests.Model.GenAI;

/// <summary>The type of a span whose source states none.</summary>
public sealed class SpanTypeEvidenceTests
{
    // https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/registry/attributes/gen-ai.md
    [Theory]
    [InlineData("chat", "Generation")]
    [InlineData("text_completion", "Generation")]
    [InlineData("generate_content", "Generation")]
    [InlineData("execute_tool", "Tool")]
    [InlineData("invoke_agent", "Agent")]
    [InlineData("create_agent", "Agent")]
    [InlineData("embeddings", "Embedding")]
    [InlineData("retrieval", "Retriever")]
    [InlineData("invoke_workflow", "Chain")]
    [InlineData("paint", "Span")]
    public void An_operation_tells_the_type(string operation, string expected) =>
        Assert.Equal(expected, Sample.Of($$"""{"gen_ai.operation.name": "{{operation}}"}""").Type.Value);

    // https://github.com/Arize-ai/openinference/blob/main/spec/semantic_conventions.md#span-kinds
    [Theory]
    [InlineData("LLM", "Generation")]
    [InlineData("TOOL", "Tool")]
    [InlineData("AGENT", "Agent")]
    [InlineData("CHAIN", "Chain")]
    [InlineData("RETRIEVER", "Retriever")]
    [InlineData("EMBEDDING", "Embedding")]
    [InlineData("EVALUATOR", "Evaluator")]
    [InlineData("GUARDRAIL", "Guardrail")]
    [InlineData("RERANKER", "Reranker")]
    [InlineData("PROMPT", "Prompt")]
    public void A_kind_of_OpenInference_tells_the_type(string kind, string expected) =>
        Assert.Equal(new SpanType(expected), Sample.Of($$"""{"openinference.span.kind": "{{kind}}"}""").Type);

    // https://github.com/open-telemetry/semantic-conventions/tree/main/docs/registry/attributes: db.md, http.md, messaging.md, rpc.md
    [Theory]
    [InlineData("""{"gen_ai.request.model": "gpt-4o"}""", "Generation")]
    [InlineData("""{"tool.name": "get_weather"}""", "Tool")]
    [InlineData("""{"gen_ai.tool.name": "get_weather"}""", "Tool")]
    [InlineData("""{"db.system.name": "postgresql"}""", "Database")]
    [InlineData("""{"db.system": "postgresql"}""", "Database")]
    [InlineData("""{"http.request.method": "GET"}""", "Http")]
    [InlineData("""{"http.method": "GET"}""", "Http")]
    [InlineData("""{"messaging.system": "kafka"}""", "Messaging")]
    [InlineData("""{"rpc.system.name": "grpc"}""", "Rpc")]
    [InlineData("""{"rpc.system": "grpc"}""", "Rpc")]
    public void An_attribute_that_only_one_type_has_tells_the_type(string attributes, string expected) =>
        Assert.Equal(expected, Sample.Of(attributes).Type.Value);

    [Theory]
    [InlineData("""{"gen_ai.operation.name": "chat", "gen_ai.tool.name": "get_weather", "http.request.method": "POST"}""", "Generation")]
    [InlineData("""{"gen_ai.operation.name": "paint", "gen_ai.request.model": "gpt-image-1"}""", "Generation")]
    [InlineData("""{"openinference.span.kind": "CHAIN", "gen_ai.request.model": "gpt-4o"}""", "Chain")]
    [InlineData("""{"gen_ai.request.model": "gpt-4o", "tool.name": "get_weather"}""", "Tool")]
    [InlineData("""{"http.method": "POST", "gen_ai.request.model": "gpt-4o"}""", "Generation")]
    [InlineData("""{"http.request.method": "GET", "db.system.name": "opensearch"}""", "Database")]
    [InlineData("""{"http.request.method": "POST", "rpc.system": "aws-api"}""", "Rpc")]
    [InlineData("""{"http.request.method": "POST", "messaging.system": "aws_sqs"}""", "Messaging")]
    [InlineData("""{"messaging.system": "aws_sqs", "rpc.system": "aws-api"}""", "Rpc")]
    [InlineData("""{"rpc.system": "aws-api", "db.system": "dynamodb"}""", "Database")]
    public void The_evidence_that_says_most_goes_first(string attributes, string expected) =>
        Assert.Equal(expected, Sample.Of(attributes).Type.Value);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"http.route": "/orders", "url.full": "https://example.org"}""")]
    [InlineData("""{"db.system": null, "gen_ai.operation.name": null}""")]
    public void Without_evidence_it_is_a_step_of_no_particular_type(string attributes) =>
        Assert.Equal(SpanType.Span, Sample.Of(attributes).Type);

    // https://github.com/traceloop/openllmetry: traceloop.span.kind and llm.request.type
    [Theory]
    [InlineData("""{"traceloop.span.kind": "workflow"}""", "Chain")]
    [InlineData("""{"traceloop.span.kind": "agent"}""", "Agent")]
    [InlineData("""{"traceloop.span.kind": "tool"}""", "Tool")]
    [InlineData("""{"traceloop.span.kind": "task"}""", "Span")]
    [InlineData("""{"llm.request.type": "completion"}""", "Generation")]
    [InlineData("""{"llm.request.type": "embedding"}""", "Embedding")]
    [InlineData("""{"gen_ai.operation.name": "evaluate"}""", "Evaluator")]
    [InlineData("""{"gen_ai.operation.name": "guardrail"}""", "Guardrail")]
    [InlineData("""{"gen_ai.response.model": "m"}""", "Generation")]
    [InlineData("""{"llm.model_name": "m"}""", "Generation")]
    [InlineData("""{"embedding.model_name": "m"}""", "Embedding")]
    [InlineData("""{"openinference.span.kind": " ", "db.system": "redis"}""", "Database")]
    [InlineData("""{"openinference.span.kind": "unknown", "db.system": "redis"}""", "Database")]
    [InlineData("""{"gen_ai.tool.name": "", "db.system": "redis"}""", "Database")]
    [InlineData("""{"gen_ai.tool.name": 7, "db.system": "redis"}""", "Database")]
    public void Each_attribute_that_tells_a_type_counts_where_it_says_something(string attributes, string expected) =>
        Assert.Equal(expected, Sample.Of(attributes).Type.Value);

    [Theory]
    [InlineData("Tool")]
    [InlineData("Filter")]
    [InlineData("RERANKER")]
    public void A_type_that_the_source_states_wins(string type) =>
        Assert.Equal(type, Sample.Of("""{"gen_ai.operation.name": "chat", "http.method": "POST"}""", new SpanType(type)).Type.Value);

    [Theory]
    [InlineData("SPAN")]
    [InlineData("span")]
    public void The_type_Span_states_nothing(string type) =>
        Assert.Equal(SpanType.Generation, Sample.Of("""{"gen_ai.operation.name": "chat"}""", new SpanType(type)).Type);

    [Fact]
    public void Other_attributes_are_other_evidence()
    {
        var span = Sample.Of("""{"http.method": "GET"}""");
        Assert.Equal(SpanType.Http, span.Type);

        var other = AttributeMap.From(JsonPayload.Parse("""{"db.system": "redis"}"""));
        Assert.Equal(SpanType.Database, (span with { Attributes = other }).Type);
        Assert.Equal(SpanType.Span, (span with { Attributes = AttributeMap.Empty }).Type);
        Assert.Equal(SpanType.Event, (span with { Type = SpanType.Event }).Type);
    }
}
