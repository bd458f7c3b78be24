namespace TraceClient.Tests.Model.GenAI;

/// <summary>
/// Spans as OpenTelemetry's conventions for generative AI describe them, today and in versions that instrumentations still write.
/// </summary>
public sealed class OpenTelemetryTests
{
    // https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/non-normative/examples-llm-calls.md
    private const string History = """
        [
          {"role": "system", "parts": [{"type": "text", "content": "You help travellers"}]},
          {"role": "user", "parts": [{"type": "text", "content": "Weather in Lyon?"}]},
          {"role": "assistant", "parts": [{"type": "tool_call", "id": "call_1", "name": "get_weather", "arguments": {"city": "Lyon"}}]},
          {"role": "tool", "parts": [{"type": "tool_call_response", "id": "call_1", "response": "rain, 12 °C"}]}
        ]
        """;

    private const string Reply = """
        [{"role": "assistant", "parts": [{"type": "text", "content": "Take an umbrella."}], "finish_reason": "stop"}]
        """;

    [Fact]
    public void A_chat_span_says_its_operation_its_parameters_and_its_usage()
    {
        // https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/registry/attributes/gen-ai.md
        var info = Sample.Read("""
            {
              "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.conversation.id": "conv_1",
              "gen_ai.request.model": "gpt-4o", "gen_ai.response.model": "gpt-4o-2024-08-06",
              "gen_ai.request.temperature": 0.2, "gen_ai.request.top_p": 1.0, "gen_ai.request.top_k": 40.0,
              "gen_ai.request.max_tokens": 200, "gen_ai.request.frequency_penalty": 0.1, "gen_ai.request.presence_penalty": -0.5,
              "gen_ai.request.seed": 100,
              "gen_ai.response.finish_reasons": ["stop", "length"],
              "gen_ai.usage.input_tokens": 52, "gen_ai.usage.output_tokens": 47, "gen_ai.usage.cache_read.input_tokens": 20
            }
            """);

        Assert.Equal(("chat", "openai", "conv_1"), (info.Operation, info.Provider, info.ConversationId));
        Assert.Equal(("gpt-4o", "gpt-4o-2024-08-06"), (info.Model, info.ResponseModel));
        Assert.Equal((0.2, 1, 40, 200), (info.Temperature, info.TopP, info.TopK, info.MaxTokens));
        Assert.Equal((0.1, -0.5, 100), (info.FrequencyPenalty, info.PresencePenalty, info.Seed));
        Assert.Equal(["stop", "length"], info.FinishReasons);
        Assert.Equal((52, 47, 20, 99), (info.InputTokens, info.OutputTokens, info.CachedInputTokens, info.TotalTokens));
        Assert.Null(info.Cost);
        Assert.Null(info.ToolName);
        Assert.True(info.ToolArguments.IsNull && info.ToolResult.IsNull);
    }

    [Fact]
    public void The_older_names_of_provider_and_tokens_count()
    {
        // https://github.com/open-telemetry/semantic-conventions/blob/main/model/gen-ai/deprecated/registry-deprecated.yaml
        var info = Sample.Read("""
            {
              "gen_ai.system": "anthropic", "gen_ai.request.model": "claude-3",
              "gen_ai.usage.prompt_tokens": 7, "gen_ai.usage.completion_tokens": 5
            }
            """);

        Assert.Equal(("anthropic", "claude-3"), (info.Provider, info.Model));
        Assert.Equal((7, 5, 12), (info.InputTokens, info.OutputTokens, info.TotalTokens));
    }

    [Fact]
    public void A_current_name_goes_before_an_older_one()
    {
        var info = Sample.Read("""
            {
              "gen_ai.system": "az.ai.openai", "gen_ai.provider.name": "azure.ai.openai",
              "gen_ai.usage.prompt_tokens": 1, "gen_ai.usage.input_tokens": 7,
              "gen_ai.usage.completion_tokens": 1, "gen_ai.usage.output_tokens": 5
            }
            """);

        Assert.Equal(("azure.ai.openai", 7, 5), (info.Provider, info.InputTokens, info.OutputTokens));
    }

    [Fact]
    public void The_model_that_responded_stands_in_for_one_that_was_not_said_to_be_requested()
    {
        var info = Sample.Read("""{"gen_ai.operation.name": "chat", "gen_ai.response.model": "gpt-4o-2024-08-06"}""");

        Assert.Equal(("gpt-4o-2024-08-06", "gpt-4o-2024-08-06"), (info.Model, info.ResponseModel));
    }

    // Structured, or a JSON string "if structured format is not supported":
    // https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/registry/attributes/gen-ai.md
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Messages_are_read_whether_they_are_structured_or_a_JSON_string(bool asText)
    {
        var info = Sample.Read($$"""
            {
              "gen_ai.operation.name": "chat",
              "gen_ai.input.messages": {{(asText ? Sample.Quote(History) : History)}},
              "gen_ai.output.messages": {{(asText ? Sample.Quote(Reply) : Reply)}}
            }
            """);

        Assert.Equal(
            [
                "system: You help travellers",
                "user: Weather in Lyon?",
                """assistant: [call call_1 get_weather {"city":"Lyon"}]""",
                """tool: [result call_1 "rain, 12 °C"]""",
            ],
            Sample.Lines(info.InputMessages));
        Assert.Equal(["assistant: Take an umbrella."], Sample.Lines(info.OutputMessages));
        Assert.Equal("stop", info.OutputMessages[0].FinishReason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Instructions_come_before_the_history_with_its_own_system_message(bool asText)
    {
        // https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/non-normative/examples-llm-calls.md
        const string Instructions = """[{"type": "text", "content": "Never joke."}, {"type": "text", "content": "Answer in French."}]""";
        var info = Sample.Read($$"""
            {
              "gen_ai.operation.name": "chat", "gen_ai.input.messages": {{History}},
              "gen_ai.system_instructions": {{(asText ? Sample.Quote(Instructions) : Instructions)}}
            }
            """);

        Assert.Equal(
            ["system: Never joke.", "system: Answer in French.", "system: You help travellers", "user: Weather in Lyon?"],
            Sample.Lines(info.InputMessages)[..4]);
    }

    [Fact]
    public void A_tool_s_response_is_read_under_the_name_that_the_registry_s_example_gives_it_too()
    {
        // The schema says "response", the example of the attribute "result":
        // https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/registry/attributes/gen-ai.md
        var info = Sample.Read("""
            {"gen_ai.operation.name": "chat", "gen_ai.input.messages": [
              {"role": "tool", "parts": [{"type": "tool_call_response", "id": "call_1", "result": {"celsius": 12}}]}]}
            """);

        Assert.Equal(["""tool: [result call_1 {"celsius":12}]"""], Sample.Lines(info.InputMessages));
    }

    [Fact]
    public void Messages_alone_say_that_it_is_a_model_call() =>
        Assert.Equal("Take an umbrella.", Sample.Read($$"""{"gen_ai.output.messages": {{Reply}}}""").OutputMessages[0].Text);

    [Fact]
    public void Reasoning_is_told_from_text()
    {
        // https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/non-normative/examples-llm-calls.md
        var info = Sample.Read("""
            {"gen_ai.operation.name": "chat", "gen_ai.output.messages": [{"role": "assistant", "parts": [
              {"type": "reasoning", "content": "It rains, so"},
              {"type": "text", "content": "Take"}, {"type": "text", "content": "an umbrella."}]}]}
            """);

        Assert.Equal(
            ["assistant: [reasoning It rains, so]", "assistant: Take", "assistant: an umbrella."],
            Sample.Lines(info.OutputMessages));
        Assert.Equal("Take\nan umbrella.", Assert.Single(info.OutputMessages).Text);
    }

    [Fact]
    public void A_file_has_its_address_or_its_id_and_the_narrowest_media_type_that_is_given()
    {
        // https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/non-normative/models.py
        var info = Sample.Read("""
            {"gen_ai.operation.name": "chat", "gen_ai.input.messages": [{"role": "user", "parts": [
              {"type": "uri", "modality": "image", "mime_type": "image/png", "uri": "https://example.org/a.png"},
              {"type": "file", "modality": "video", "file_id": "file_1"},
              {"type": "blob", "modality": "audio", "mime_type": "audio/wav", "content": "UklGRg=="}]}]}
            """);

        Assert.Equal(
            ["user: [image/png https://example.org/a.png]", "user: [video file_1]", "user: [audio/wav ]"],
            Sample.Lines(info.InputMessages));
        Assert.Null(info.InputMessages[0].Parts[2].Text);
        Assert.Equal("", info.InputMessages[0].Text);
    }

    [Fact]
    public void A_part_of_an_unknown_kind_is_kept_as_it_came()
    {
        // GenericPart: https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/non-normative/models.py
        var info = Sample.Read("""
            {"gen_ai.operation.name": "chat", "gen_ai.output.messages": [
              {"role": "narrator", "name": "Ada", "parts": [{"type": "hologram", "frames": [1, 2]}]}]}
            """);

        Assert.Equal(["""narrator: [other {"type":"hologram","frames":[1,2]}]"""], Sample.Lines(info.OutputMessages));
        Assert.Equal("Ada", info.OutputMessages[0].Name);
    }

    [Theory]
    [InlineData("""{"city": "Lyon"}""", """{"celsius": 12}""")]
    [InlineData(""" "{\"city\": \"Lyon\"}" """, """ "{\"celsius\": 12}" """)]
    public void A_tool_span_says_the_call_its_arguments_and_its_result(string arguments, string result)
    {
        // https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/registry/attributes/gen-ai.md
        var info = Sample.Read($$"""
            {
              "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "get_weather", "gen_ai.tool.call.id": "call_1",
              "gen_ai.tool.type": "function", "gen_ai.tool.call.arguments": {{arguments}}, "gen_ai.tool.call.result": {{result}}
            }
            """);

        Assert.Equal(("execute_tool", "get_weather", "call_1"), (info.Operation, info.ToolName, info.ToolCallId));
        Assert.Equal("""{"city":"Lyon"}""", Sample.Compact(info.ToolArguments));
        Assert.Equal("""{"celsius":12}""", Sample.Compact(info.ToolResult));
        Assert.Empty(info.InputMessages);
        Assert.Empty(info.OutputMessages);
    }

    [Fact]
    public void An_agent_span_says_the_agent()
    {
        // https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/gen-ai-agent-spans.md
        var info = Sample.Read($$"""
            {
              "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "Travel Planner", "gen_ai.agent.id": "asst_1",
              "gen_ai.conversation.id": "conv_1", "gen_ai.output.messages": {{Reply}}
            }
            """);

        Assert.Equal(("invoke_agent", "Travel Planner", "conv_1"), (info.Operation, info.AgentName, info.ConversationId));
        Assert.Equal(["assistant: Take an umbrella."], Sample.Lines(info.OutputMessages));
    }

    [Fact]
    public void The_details_event_adds_what_the_span_does_not_say()
    {
        // https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/gen-ai-events.md
        var info = Sample.Read(
            """{"gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o"}""",
            events: Sample.Event("gen_ai.client.inference.operation.details", $$"""
                {
                  "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o", "gen_ai.provider.name": "openai",
                  "gen_ai.request.temperature": 0.5, "gen_ai.usage.input_tokens": 52,
                  "gen_ai.system_instructions": [{"type": "text", "content": "Never joke."}],
                  "gen_ai.input.messages": {{History}}, "gen_ai.output.messages": {{Reply}}
                }
                """));

        Assert.Equal(["system: Never joke.", "system: You help travellers"], Sample.Lines(info.InputMessages)[..2]);
        Assert.Equal(["assistant: Take an umbrella."], Sample.Lines(info.OutputMessages));
        Assert.Equal(("openai", 0.5, 52), (info.Provider, info.Temperature, info.InputTokens));
    }

    // The fields of the events' bodies, which a span event carries as attributes (lists and objects as JSON strings where it must):
    // https://github.com/open-telemetry/semantic-conventions/blob/v1.36.0/docs/gen-ai/gen-ai-events.md
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_event_for_each_message_is_read(bool asText)
    {
        const string Calls = """
            [{"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": "{\"city\": \"Lyon\"}"}}]
            """;
        const string Message = """{"role": "assistant", "content": "Take an umbrella."}""";
        var info = Sample.Read(
            """{"gen_ai.system": "openai", "gen_ai.request.model": "gpt-4"}""",
            events:
            [
                Sample.Event("gen_ai.system.message", """{"gen_ai.system": "openai", "content": "You help travellers"}"""),
                Sample.Event("gen_ai.user.message", """{"gen_ai.system": "openai", "content": "Weather in Lyon?"}"""),
                Sample.Event("gen_ai.assistant.message", $$"""{"tool_calls": {{(asText ? Sample.Quote(Calls) : Calls)}}}"""),
                Sample.Event("gen_ai.tool.message", """{"id": "call_1", "content": "rain, 12 °C"}"""),
                Sample.Event("gen_ai.choice", $$"""
                    {"index": 0, "finish_reason": "stop", "message": {{(asText ? Sample.Quote(Message) : Message)}}}
                    """),
            ]);

        Assert.Equal(
            [
                "system: You help travellers",
                "user: Weather in Lyon?",
                """assistant: [call call_1 get_weather {"city":"Lyon"}]""",
                """tool: [result call_1 "rain, 12 °C"]""",
            ],
            Sample.Lines(info.InputMessages));
        Assert.Equal(["assistant: Take an umbrella."], Sample.Lines(info.OutputMessages));
        Assert.Equal("stop", info.OutputMessages[0].FinishReason);
    }

    [Fact]
    public void An_event_s_fields_are_read_from_its_body_too()
    {
        // https://github.com/open-telemetry/semantic-conventions/blob/v1.36.0/docs/gen-ai/gen-ai-events.md
        var info = Sample.Read(
            """{"gen_ai.system": "openai"}""",
            events:
            [
                Sample.Event("gen_ai.user.message", """{"gen_ai.system": "openai"}""", """{"content": "Weather in Lyon?"}"""),
                Sample.Event("gen_ai.choice", """{"gen_ai.system": "openai"}""", """
                    {"index": 0, "finish_reason": "tool_calls", "message": {"tool_calls": [
                      {"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": "{\"city\": \"Lyon\"}"}}]}}
                    """),
            ]);

        Assert.Equal(["user: Weather in Lyon?"], Sample.Lines(info.InputMessages));
        Assert.Equal(["""assistant: [call call_1 get_weather {"city":"Lyon"}]"""], Sample.Lines(info.OutputMessages));
    }

    // The oldest events hold everything in one text. The page's example quotes it as Python does: that is no JSON, and stays a text.
    // https://github.com/open-telemetry/semantic-conventions/blob/v1.27.0/docs/gen-ai/gen-ai-spans.md
    [Theory]
    [InlineData("""[{"role": "user", "content": "Hello"}]""", "user: Hello")]
    [InlineData("""[{'role': 'user', 'content': 'Hello'}]""", """user: [{'role': 'user', 'content': 'Hello'}]""")]
    [InlineData("Hello", "user: Hello")]
    public void The_oldest_events_hold_the_messages_in_a_text(string prompt, string expected)
    {
        var info = Sample.Read(
            """{"gen_ai.system": "openai"}""",
            events:
            [
                Sample.Event("gen_ai.content.prompt", $$"""{"gen_ai.prompt": {{Sample.Quote(prompt)}}}"""),
                Sample.Event("gen_ai.content.completion", """{"gen_ai.completion": "[{\"role\": \"assistant\", \"content\": \"Hi\"}]"}"""),
            ]);

        Assert.Equal([expected], Sample.Lines(info.InputMessages));
        Assert.Equal(["assistant: Hi"], Sample.Lines(info.OutputMessages));
    }

    [Fact]
    public void The_flattened_messages_of_OpenLLMetry_are_read()
    {
        // https://github.com/traceloop/openllmetry/blob/6d13035c/packages/opentelemetry-instrumentation-openai/tests/traces/test_chat.py,
        // https://traceloop.com/docs/openllmetry/contributing/semantic-conventions
        var info = Sample.Read("""
            {
              "llm.request.type": "chat", "gen_ai.system": "OpenAI", "gen_ai.request.model": "gpt-4o",
              "llm.usage.total_tokens": 64,
              "gen_ai.prompt.0.role": "system", "gen_ai.prompt.0.content": "You help travellers",
              "gen_ai.prompt.1.role": "user", "gen_ai.prompt.1.content": "Weather in Lyon?",
              "gen_ai.prompt.2.role": "tool", "gen_ai.prompt.2.content": "rain, 12 °C", "gen_ai.prompt.2.tool_call_id": "call_0",
              "gen_ai.completion.0.role": "assistant", "gen_ai.completion.0.finish_reason": "tool_calls",
              "gen_ai.completion.0.tool_calls.0.id": "call_1", "gen_ai.completion.0.tool_calls.0.name": "get_weather",
              "gen_ai.completion.0.tool_calls.0.arguments": "{\"city\": \"Lyon\"}",
              "gen_ai.completion.1.role": "assistant", "gen_ai.completion.1.content": "Take an umbrella.",
              "gen_ai.completion.1.finish_reason": "stop"
            }
            """);

        Assert.Equal(
            ["system: You help travellers", "user: Weather in Lyon?", """tool: [result call_0 "rain, 12 °C"]"""],
            Sample.Lines(info.InputMessages));
        Assert.Equal(
            ["""assistant: [call call_1 get_weather {"city":"Lyon"}]""", "assistant: Take an umbrella."],
            Sample.Lines(info.OutputMessages));
        Assert.Equal(["tool_calls", "stop"], info.OutputMessages.Select(message => message.FinishReason));
        Assert.Equal((null, null, 64), (info.InputTokens, info.OutputTokens, info.TotalTokens));
    }

    [Fact]
    public void A_total_that_is_said_goes_before_the_sum()
    {
        // https://traceloop.com/docs/openllmetry/contributing/semantic-conventions
        var info = Sample.Read("""{"gen_ai.usage.input_tokens": 3, "gen_ai.usage.output_tokens": 4, "gen_ai.usage.total_tokens": 9}""");

        Assert.Equal(9, info.TotalTokens);
    }
}
