namespace TraceClient.Otlp.Tests;

public sealed class GenAiTests
{
    [Theory]
    [InlineData("Agent", "invoke_agent", "AGENT")]
    [InlineData("Tool", "execute_tool", "TOOL")]
    [InlineData("Generation", "chat", "LLM")]
    [InlineData("Retriever", "retrieval", "RETRIEVER")]
    [InlineData("Embedding", "embeddings", "EMBEDDING")]
    [InlineData("Chain", "invoke_workflow", "CHAIN")]
    [InlineData("Evaluator", "evaluate", "EVALUATOR")]
    [InlineData("Guardrail", "guardrail", "GUARDRAIL")]
    public void A_type_is_an_operation_and_a_kind(string type, string operation, string kind)
    {
        var span = Write(new Span { Id = "a", Name = "a", Type = new SpanType(type) });

        Assert.Equal(Text(operation), Data.Attribute(span, "gen_ai.operation.name"));
        Assert.Equal(Text(kind), Data.Attribute(span, "openinference.span.kind"));
        Assert.Equal(Text(type), Data.Attribute(span, "traceclient.span.type"));
    }

    [Theory]
    [InlineData("Span")]
    [InlineData("Filter")]
    [InlineData("of its own")]
    public void A_type_that_is_no_operation_stays_none(string type)
    {
        var span = Write(new Span { Id = "a", Name = "a", Type = new SpanType(type) });

        Assert.Null(Data.Attribute(span, "gen_ai.operation.name"));
        Assert.Null(Data.Attribute(span, "openinference.span.kind"));
        Assert.Null(Data.Attribute(span, "traceclient.derived"));
    }

    [Fact]
    public void A_tool_is_named() =>
        Assert.Equal(Text("lookup_order"),
            Data.Attribute(Write(new Span { Id = "a", Name = "lookup_order", Type = SpanType.Tool }), "gen_ai.tool.name"));

    [Theory]
    [InlineData("gen_ai.provider.name", """{"stringValue":"openai"}""")]
    [InlineData("gen_ai.request.model", """{"stringValue":"gpt"}""")]
    [InlineData("gen_ai.request.temperature", """{"doubleValue":1}""")]
    [InlineData("gen_ai.request.max_tokens", """{"intValue":"100"}""")]
    [InlineData("gen_ai.usage.input_tokens", """{"intValue":"7"}""")]
    [InlineData("gen_ai.usage.output_tokens", """{"intValue":"8"}""")]
    public void A_generations_metadata_is_found_under_its_usual_names(string name, string value)
    {
        var span = Write(
            Generation("""{"provider":"openai","model":"gpt","model_parameters":{"temperature":1,"maxTokens":"""
                + """100},"usage":{"prompt_tokens":7,"completion_tokens":8}}"""));

        Assert.Equal(value, Data.Attribute(span, name));
    }

    [Fact]
    public void What_the_source_says_wins()
    {
        var span = Write(Generation(
            """{"gen_ai.operation.name":"text_completion","gen_ai.request.model":"theirs","model":"other","input_tokens":"many"}"""));

        Assert.Equal(Text("text_completion"), Data.Attribute(span, "gen_ai.operation.name"));
        Assert.Equal(Text("theirs"), Data.Attribute(span, "gen_ai.request.model"));
        Assert.Null(Data.Attribute(span, "gen_ai.usage.input_tokens"));
    }

    [Fact]
    public void An_unknown_status_stays_unset() => Assert.False(Write(Generation("{}")).TryGetProperty("status", out _));

    private static Span Generation(string metadata) =>
        new() { Id = "a", Name = "answer", Type = SpanType.Generation, Attributes = AttributeMap.From(JsonPayload.Parse(metadata)) };

    private static System.Text.Json.JsonElement Write(Span span) => Assert.Single(Data.SpansOf(Data.WriteJson(
        TraceAssembler.Assemble(new Trace { Reference = new TraceReference("galtea", "t"), Name = "t" }, [span]))));

    private static string Text(string text) => $$"""{"stringValue":"{{text}}"}""";
}
