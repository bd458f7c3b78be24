namespace TraceClient.Tests.Model.GenAI;

/// <summary>Spans as OpenInference's specification describes them: https://github.com/Arize-ai/openinference/tree/main/spec.</summary>
public sealed class OpenInferenceTests
{
    [Fact]
    public void A_model_span_says_its_model_its_parameters_its_usage_and_its_cost_in_dollars()
    {
        // https://github.com/Arize-ai/openinference/blob/main/spec/semantic_conventions.md
        var info = Sample.Read("""
            {
              "openinference.span.kind": "LLM", "llm.system": "openai", "llm.provider": "azure",
              "llm.model_name": "gpt-4o-2024-08-06",
              "llm.invocation_parameters": "{\"temperature\": 0.1, \"top_p\": 0.9, \"max_tokens\": null, \"seed\": 3}",
              "llm.finish_reason": "stop",
              "llm.token_count.prompt": 229, "llm.token_count.completion": 21, "llm.token_count.total": 260,
              "llm.token_count.prompt_details.cache_read": 128,
              "llm.cost.prompt": 0.0021, "llm.cost.completion": 0.0045, "llm.cost.total": 0.0066
            }
            """);

        Assert.Equal(("azure", "gpt-4o-2024-08-06"), (info.Provider, info.Model));
        Assert.Equal((0.1, 0.9, null, 3), (info.Temperature, info.TopP, info.MaxTokens, info.Seed));
        Assert.Equal(["stop"], info.FinishReasons);
        Assert.Equal((229, 21, 128, 260), (info.InputTokens, info.OutputTokens, info.CachedInputTokens, info.TotalTokens));
        Assert.Equal(new GenAICost(0.0066m, "USD"), info.Cost);
    }

    [Fact]
    public void The_system_names_the_provider_where_no_provider_is_named() =>
        Assert.Equal("anthropic", Sample.Read("""{"openinference.span.kind": "LLM", "llm.system": "anthropic"}""").Provider);

    [Fact]
    public void A_request_that_went_to_another_model_says_both()
    {
        // https://github.com/Arize-ai/openinference/blob/main/spec/semantic_conventions.md#system-and-model-identification
        var info = Sample.Read("""
            {
              "openinference.span.kind": "LLM", "llm.model_name": "claude-b",
              "llm.request.model_name": "claude-a", "llm.response.model_name": "claude-b"
            }
            """);

        Assert.Equal(("claude-a", "claude-b"), (info.Model, info.ResponseModel));
    }

    [Fact]
    public void Flattened_messages_are_read_with_their_tool_calls()
    {
        // https://github.com/Arize-ai/openinference/blob/main/spec/tool_calling.md
        var info = Sample.Read("""
            {
              "openinference.span.kind": "LLM",
              "input.value": "not these", "output.value": "nor those",
              "llm.input_messages.0.message.role": "system", "llm.input_messages.0.message.content": "You help travellers",
              "llm.input_messages.1.message.role": "user", "llm.input_messages.1.message.content": "Weather in Lyon?",
              "llm.input_messages.2.message.role": "assistant",
              "llm.input_messages.2.message.tool_calls.0.tool_call.id": "call_1",
              "llm.input_messages.2.message.tool_calls.0.tool_call.function.name": "get_weather",
              "llm.input_messages.2.message.tool_calls.0.tool_call.function.arguments": "{\"city\": \"Lyon\"}",
              "llm.input_messages.2.message.tool_calls.1.tool_call.function.name": "get_time",
              "llm.input_messages.3.message.role": "tool", "llm.input_messages.3.message.content": "rain, 12 °C",
              "llm.input_messages.3.message.tool_call_id": "call_1", "llm.input_messages.3.message.name": "get_weather",
              "llm.output_messages.0.message.role": "assistant", "llm.output_messages.0.message.content": "Take an umbrella."
            }
            """);

        Assert.Equal(
            [
                "system: You help travellers",
                "user: Weather in Lyon?",
                """assistant: [call call_1 get_weather {"city":"Lyon"}]""",
                "assistant: [call  get_time null]",
                """tool: [result call_1 "rain, 12 °C"]""",
            ],
            Sample.Lines(info.InputMessages));
        Assert.Equal("get_weather", Assert.Single(info.InputMessages[3].Parts).ToolName);
        Assert.Equal(["assistant: Take an umbrella."], Sample.Lines(info.OutputMessages));
    }

    [Fact]
    public void Flattened_messages_stand_in_the_order_of_their_numbers()
    {
        var numbers = Enumerable.Range(0, 12).OrderBy(i => $"{i}", StringComparer.Ordinal);
        var info = Sample.Read($$"""
            {"openinference.span.kind": "LLM", {{string.Join(',', numbers.Select(i => $"""
                "llm.input_messages.{i}.message.role": "user", "llm.input_messages.{i}.message.content": "{i}"
                """))}}}
            """);

        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"user: {i}"), Sample.Lines(info.InputMessages));
    }

    [Fact]
    public void A_message_of_several_contents_keeps_text_images_and_recordings()
    {
        // https://github.com/Arize-ai/openinference/blob/main/spec/multimodal_attributes.md
        var info = Sample.Read("""
            {
              "openinference.span.kind": "LLM",
              "llm.input_messages.0.message.role": "user",
              "llm.input_messages.0.message.contents.0.message_content.type": "text",
              "llm.input_messages.0.message.contents.0.message_content.text": "What is this?",
              "llm.input_messages.0.message.contents.1.message_content.type": "image",
              "llm.input_messages.0.message.contents.1.message_content.image.image.url": "https://example.org/a.jpg",
              "llm.input_messages.0.message.contents.2.message_content.type": "image",
              "llm.input_messages.0.message.contents.2.message_content.image.image.url": "data:image/png;base64,iVBORw0KGgo=",
              "llm.input_messages.0.message.contents.3.message_content.type": "audio",
              "llm.input_messages.0.message.contents.3.message_content.audio.audio.url": "https://example.org/a.mp3"
            }
            """);

        var parts = Assert.Single(info.InputMessages).Parts;
        Assert.Equal("What is this?", parts[0].Text);
        Assert.Equal(
            ["https://example.org/a.jpg", "data:image/png;base64,iVBORw0KGgo=", "https://example.org/a.mp3"],
            parts.Skip(1).Select(part => part.Uri));
        Assert.All(parts.Skip(1), part => Assert.Equal(GenAIPartKind.Media, part.Kind));
        Assert.Equal(["image", "image", "audio"], parts.Skip(1).Select(part => part.MediaType?.Split('/')[0]));
    }

    [Fact]
    public void A_call_that_stands_among_the_contents_as_well_is_one_call()
    {
        // Contents come in addition to the calls: https://github.com/Arize-ai/openinference/blob/main/spec/tool_calling.md
        var info = Sample.Read("""
            {
              "openinference.span.kind": "LLM",
              "llm.output_messages.0.message.role": "assistant",
              "llm.output_messages.0.message.contents.0.message_content.type": "reasoning",
              "llm.output_messages.0.message.contents.0.message_content.text": "I need the weather.",
              "llm.output_messages.0.message.contents.1.message_content.type": "tool_use",
              "llm.output_messages.0.message.contents.1.tool_call.id": "call_1",
              "llm.output_messages.0.message.contents.1.tool_call.function.name": "get_weather",
              "llm.output_messages.0.message.contents.1.tool_call.function.arguments": "{\"city\": \"Lyon\"}",
              "llm.output_messages.0.message.tool_calls.0.tool_call.id": "call_1",
              "llm.output_messages.0.message.tool_calls.0.tool_call.function.name": "get_weather",
              "llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments": "{\"city\": \"Lyon\"}"
            }
            """);

        Assert.Equal(
            ["assistant: [reasoning I need the weather.]", """assistant: [call call_1 get_weather {"city":"Lyon"}]"""],
            Sample.Lines(info.OutputMessages));
    }

    // https://github.com/Arize-ai/openinference/blob/main/spec/traces.md and llm_spans.md
    [Theory]
    [InlineData("LLM", "Weather in Lyon?", "Take an umbrella.")]
    [InlineData("AGENT", "Weather in Lyon?", "Take an umbrella.")]
    [InlineData(
        "LLM",
        """{"model": "gpt-4o", "messages": [{"role": "user", "content": "Weather in Lyon?"}]}""",
        """{"model": "gpt-4o", "choices": [{"index": 0, "message": {"role": "assistant", "content": "Take an umbrella."}}]}""")]
    public void Without_messages_the_values_of_input_and_output_are_read(string kind, string input, string output)
    {
        var info = Sample.Read($$"""
            {"openinference.span.kind": "{{kind}}", "input.value": {{Sample.Quote(input)}}, "output.value": {{Sample.Quote(output)}}}
            """);

        Assert.Equal(["user: Weather in Lyon?"], Sample.Lines(info.InputMessages));
        Assert.Equal(["assistant: Take an umbrella."], Sample.Lines(info.OutputMessages));
    }

    [Fact]
    public void A_tool_span_says_the_call_its_arguments_and_its_result()
    {
        // https://github.com/Arize-ai/openinference/blob/main/spec/semantic_conventions.md
        var info = Sample.Read("""
            {
              "openinference.span.kind": "TOOL", "tool.name": "get_weather", "tool.id": "call_1",
              "input.value": "{\"city\": \"Lyon\"}", "input.mime_type": "application/json", "output.value": "rain, 12 °C"
            }
            """);

        Assert.Equal(("get_weather", "call_1"), (info.ToolName, info.ToolCallId));
        Assert.Equal("""{"city":"Lyon"}""", Sample.Compact(info.ToolArguments));
        Assert.Equal("\"rain, 12 °C\"", Sample.Compact(info.ToolResult));
        Assert.Empty(info.InputMessages);
        Assert.Empty(info.OutputMessages);
    }

    [Fact]
    public void A_tool_s_parameters_are_its_arguments_where_no_input_is_said() =>
        Assert.Equal(
            """{"city":"Lyon"}""",
            Sample.Compact(Sample.Read("""{"tool.name": "get_weather", "tool.parameters": "{\"city\": \"Lyon\"}"}""").ToolArguments));

    [Fact]
    public void An_input_goes_before_parameters_which_can_be_no_more_than_a_definition()
    {
        // tool.parameters: "The parameters definition for invoking the tool",
        // https://github.com/Arize-ai/openinference/blob/main/spec/semantic_conventions.md
        var info = Sample.Read("""
            {
              "openinference.span.kind": "TOOL", "tool.name": "get_weather", "input.value": "{\"city\": \"Lyon\"}",
              "tool.parameters": "{\"type\": \"object\", \"properties\": {\"city\": {\"type\": \"string\"}}}"
            }
            """);

        Assert.Equal("""{"city":"Lyon"}""", Sample.Compact(info.ToolArguments));
    }

    [Fact]
    public void An_embedding_span_says_its_model_and_its_tokens()
    {
        // https://github.com/Arize-ai/openinference/blob/main/spec/embedding_spans.md
        var info = Sample.Read("""
            {
              "openinference.span.kind": "EMBEDDING", "embedding.model_name": "text-embedding-3-small",
              "llm.token_count.prompt": 4, "llm.token_count.total": 4
            }
            """);

        Assert.Equal(("text-embedding-3-small", 4, 4), (info.Model, info.InputTokens, info.TotalTokens));
    }

    [Fact]
    public void An_agent_span_says_the_agent()
    {
        // https://github.com/Arize-ai/openinference/blob/main/spec/semantic_conventions.md
        Assert.Equal("researcher", Sample.Read("""{"openinference.span.kind": "AGENT", "agent.name": "researcher"}""").AgentName);
    }

    [Fact]
    public void A_chain_without_model_data_says_nothing() =>
        Assert.Null(Sample.Of("""{"openinference.span.kind": "CHAIN", "input.value": "Hello", "output.value": "Hi"}""").GenAI);
}
