namespace TraceClient.Tests.Model.GenAI;

/// <summary>
/// Bodies of OpenAI's two APIs, after the examples and schemas of https://github.com/openai/openai-openapi/blob/master/openapi.json:
/// https://platform.openai.com/docs/api-reference/chat/create and https://platform.openai.com/docs/api-reference/responses/create.
/// </summary>
public sealed class OpenAITests
{
    [Fact]
    public void A_chat_request_and_its_response_are_read()
    {
        // https://platform.openai.com/docs/api-reference/chat/create
        var info = Sample.Generation(
            """
            {
              "model": "gpt-5.4",
              "messages": [
                {"role": "developer", "content": "You help travellers"},
                {"role": "user", "name": "Ada", "content": "Weather in Lyon?"}
              ]
            }
            """,
            """
            {
              "id": "chatcmpl-1", "object": "chat.completion", "created": 1741569952, "model": "gpt-5.4-2026-03-05",
              "choices": [{
                "index": 0, "logprobs": null, "finish_reason": "stop",
                "message": {"role": "assistant", "content": "Take an umbrella.", "refusal": null, "annotations": []}
              }],
              "usage": {
                "prompt_tokens": 19, "completion_tokens": 10, "total_tokens": 29,
                "prompt_tokens_details": {"cached_tokens": 8, "audio_tokens": 0}, "completion_tokens_details": {"reasoning_tokens": 0}
              }
            }
            """);

        Assert.Equal(["developer: You help travellers", "user: Weather in Lyon?"], Sample.Lines(info.InputMessages));
        Assert.Equal([null, "Ada"], info.InputMessages.Select(message => message.Name));
        Assert.Equal(["assistant: Take an umbrella."], Sample.Lines(info.OutputMessages));
        Assert.Equal("stop", info.OutputMessages[0].FinishReason);
        Assert.Equal(["stop"], info.FinishReasons);
        Assert.Equal(("gpt-5.4", "gpt-5.4-2026-03-05"), (info.Model, info.ResponseModel));
        Assert.Equal((19, 10, 8, 29), (info.InputTokens, info.OutputTokens, info.CachedInputTokens, info.TotalTokens));
    }

    [Fact]
    public void What_the_attributes_say_of_usage_and_model_goes_before_the_bodies()
    {
        var info = Sample.Generation(
            """{"model": "alias", "messages": []}""",
            """{"model": "alias", "choices": [], "usage": {"prompt_tokens": 19, "completion_tokens": 10, "total_tokens": 29}}""",
            """{"gen_ai.request.model": "gpt-5.4", "gen_ai.usage.input_tokens": 21, "gen_ai.usage.output_tokens": 12}""");

        Assert.Equal(("gpt-5.4", 21, 12), (info.Model, info.InputTokens, info.OutputTokens));
    }

    [Fact]
    public void Each_choice_is_a_message()
    {
        // https://platform.openai.com/docs/api-reference/chat/object
        var info = Sample.Generation(output: """
            {"object": "chat.completion", "choices": [
              {"index": 0, "message": {"role": "assistant", "content": "Rain."}, "finish_reason": "stop"},
              {"index": 1, "message": {"role": "assistant", "content": "It rains, and"}, "finish_reason": "length"}]}
            """);

        Assert.Equal(["Rain.", "It rains, and"], info.OutputMessages.Select(message => message.Text));
        Assert.Equal(["stop", "length"], info.OutputMessages.Select(message => message.FinishReason));
        Assert.Equal(["stop", "length"], info.FinishReasons);
    }

    [Fact]
    public void Tool_calls_have_JSON_as_arguments_and_results_find_their_call()
    {
        // https://platform.openai.com/docs/api-reference/chat/create (functions)
        var info = Sample.Generation(
            """
            {"messages": [
              {"role": "assistant", "content": null, "tool_calls": [
                {"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": "{\"city\": \"Lyon\"}"}},
                {"id": "call_2", "type": "function", "function": {"name": "shout", "arguments": "not JSON"}}]},
              {"role": "tool", "tool_call_id": "call_1", "content": "rain, 12 °C"},
              {"role": "function", "name": "shout", "content": "HELLO"}]}
            """,
            """
            {"choices": [{"index": 0, "finish_reason": "tool_calls", "message": {
              "role": "assistant", "content": "One moment.",
              "tool_calls": [{"id": "call_3", "type": "function", "function": {"name": "get_time", "arguments": "{}"}}]}}]}
            """);

        Assert.Equal(
            [
                """assistant: [call call_1 get_weather {"city":"Lyon"}]""",
                """assistant: [call call_2 shout "not JSON"]""",
                """tool: [result call_1 "rain, 12 °C"]""",
                """tool: [result  "HELLO"]""",
            ],
            Sample.Lines(info.InputMessages));
        Assert.Equal("shout", info.InputMessages[^1].Parts[0].ToolName);
        Assert.Equal(["assistant: One moment.", "assistant: [call call_3 get_time {}]"], Sample.Lines(info.OutputMessages));
        Assert.Equal("tool_calls", Assert.Single(info.OutputMessages).FinishReason);
    }

    [Fact]
    public void Content_parts_of_a_chat_message_are_text_images_recordings_and_files()
    {
        // https://platform.openai.com/docs/api-reference/chat/create (image input, audio, files)
        var info = Sample.Generation("""
            {"messages": [{"role": "user", "content": [
              {"type": "text", "text": "What is this?"},
              {"type": "image_url", "image_url": {"url": "https://example.org/a.jpg", "detail": "low"}},
              {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}},
              {"type": "input_audio", "input_audio": {"data": "UklGRg==", "format": "wav"}},
              {"type": "file", "file": {"file_id": "file-1"}}]}]}
            """);

        var parts = Assert.Single(info.InputMessages).Parts;
        Assert.Equal("What is this?", parts[0].Text);
        Assert.All(parts.Skip(1), part => Assert.Equal(GenAIPartKind.Media, part.Kind));
        Assert.Equal(
            ["https://example.org/a.jpg", "data:image/png;base64,iVBORw0KGgo=", null, "file-1"],
            parts.Skip(1).Select(part => part.Uri));
        Assert.Equal(["image", "image", "audio"], parts.Skip(1).Take(3).Select(part => part.MediaType?.Split('/')[0]));
    }

    // https://platform.openai.com/docs/api-reference/responses/create (text input); instructions are "a system (or developer) message"
    [Theory]
    [InlineData("\"Weather in Lyon?\"")]
    [InlineData("""[{"role": "user", "content": "Weather in Lyon?"}]""")]
    [InlineData("""[{"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Weather in Lyon?"}]}]""")]
    public void A_request_for_a_response_is_read_with_its_instructions(string input)
    {
        var info = Sample.Generation($$"""{"model": "gpt-5.4", "instructions": "You help travellers", "input": {{input}}}""");

        Assert.Equal(["system: You help travellers", "user: Weather in Lyon?"], Sample.Lines(info.InputMessages));
        Assert.Equal("gpt-5.4", info.Model);
    }

    [Fact]
    public void A_response_is_read_with_reasoning_message_and_function_call()
    {
        // https://platform.openai.com/docs/api-reference/responses/object (functions, reasoning)
        var info = Sample.Generation(output: """
            {
              "id": "resp_1", "object": "response", "status": "completed", "instructions": null, "model": "gpt-5.4-2026-03-05",
              "output": [
                {"type": "reasoning", "id": "rs_1", "summary": [{"type": "summary_text", "text": "I need the weather."}]},
                {"type": "message", "id": "msg_1", "status": "completed", "role": "assistant",
                 "content": [{"type": "output_text", "text": "One moment.", "annotations": []}]},
                {"type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "get_weather",
                 "arguments": "{\"city\":\"Lyon\"}", "status": "completed"}
              ],
              "usage": {
                "input_tokens": 36, "input_tokens_details": {"cached_tokens": 4, "cache_write_tokens": 0},
                "output_tokens": 87, "output_tokens_details": {"reasoning_tokens": 12}, "total_tokens": 123
              }
            }
            """);

        Assert.Equal(
            [
                "assistant: [reasoning I need the weather.]",
                "assistant: One moment.",
                """assistant: [call call_1 get_weather {"city":"Lyon"}]""",
            ],
            Sample.Lines(info.OutputMessages));
        Assert.Equal((36, 87, 4, 123), (info.InputTokens, info.OutputTokens, info.CachedInputTokens, info.TotalTokens));
        Assert.Equal("gpt-5.4-2026-03-05", info.ResponseModel);
        Assert.Empty(info.InputMessages);
    }

    [Fact]
    public void Items_of_an_input_are_calls_and_their_outputs_too()
    {
        // https://platform.openai.com/docs/api-reference/responses/create: FunctionToolCall, FunctionCallOutputItemParam
        var info = Sample.Generation("""
            {"input": [
              {"role": "user", "content": "Weather in Lyon?"},
              {"type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "get_weather", "arguments": "{\"city\":\"Lyon\"}"},
              {"type": "function_call_output", "call_id": "call_1", "output": "rain, 12 °C"}]}
            """);

        Assert.Equal(
            [
                "user: Weather in Lyon?",
                """assistant: [call call_1 get_weather {"city":"Lyon"}]""",
                """tool: [result call_1 "rain, 12 °C"]""",
            ],
            Sample.Lines(info.InputMessages));
    }

    [Fact]
    public void Content_parts_of_an_input_are_text_images_and_files()
    {
        // https://platform.openai.com/docs/api-reference/responses/create (image input, file input)
        var info = Sample.Generation("""
            {"input": [{"role": "user", "content": [
              {"type": "input_text", "text": "What is this?"},
              {"type": "input_image", "image_url": "https://example.org/a.jpg", "detail": "auto"},
              {"type": "input_image", "image_url": null, "file_id": "file-1", "detail": "auto"},
              {"type": "input_file", "file_url": "https://example.org/letter.pdf"},
              {"type": "input_file", "file_id": "file-2"}]}]}
            """);

        var parts = Assert.Single(info.InputMessages).Parts;
        Assert.Equal("What is this?", parts[0].Text);
        Assert.All(parts.Skip(1), part => Assert.Equal(GenAIPartKind.Media, part.Kind));
        Assert.Equal(
            ["https://example.org/a.jpg", "file-1", "https://example.org/letter.pdf", "file-2"],
            parts.Skip(1).Select(part => part.Uri));
        Assert.Equal(["image", "image"], parts.Skip(1).Take(2).Select(part => part.MediaType));
    }
}
