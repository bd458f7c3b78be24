namespace TraceClient.Tests.Model.GenAI;

/// <summary>
/// Bodies of Anthropic's Messages API: https://platform.claude.com/docs/en/api/messages/create, and the types of
/// https://github.com/anthropics/anthropic-sdk-python/tree/main/src/anthropic/types.
/// </summary>
public sealed class AnthropicTests
{
    // https://platform.claude.com/docs/en/api/messages/create: system is a text or a list of text blocks
    [Theory]
    [InlineData("\"You help travellers\"")]
    [InlineData("""[{"type": "text", "text": "You help travellers", "cache_control": {"type": "ephemeral"}}]""")]
    public void The_system_prompt_comes_before_the_messages(string system)
    {
        var info = Sample.Generation($$"""
            {
              "model": "claude-opus-4-6", "max_tokens": 1024,
              "messages": [
                {"role": "user", "content": "Hello"},
                {"role": "assistant", "content": [{"type": "text", "text": "Hi"}]},
                {"role": "user", "content": [{"type": "text", "text": "Weather in Lyon?"}]}
              ],
              "system": {{system}}
            }
            """);

        Assert.Equal(
            ["system: You help travellers", "user: Hello", "assistant: Hi", "user: Weather in Lyon?"],
            Sample.Lines(info.InputMessages));
        Assert.Equal("claude-opus-4-6", info.Model);
    }

    [Fact]
    public void A_response_is_read_with_thinking_text_and_tool_use()
    {
        // https://platform.claude.com/docs/en/agents-and-tools/tool-use/overview and
        // https://platform.claude.com/docs/en/build-with-claude/extended-thinking
        var info = Sample.Generation(output: """
            {
              "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-opus-4-6",
              "content": [
                {"type": "thinking", "thinking": "I need the weather.", "signature": "EuYBCkQYAiJA"},
                {"type": "text", "text": "One moment."},
                {"type": "tool_use", "id": "toolu_1", "name": "get_weather", "input": {"city": "Lyon"}}
              ],
              "stop_reason": "tool_use", "stop_sequence": null,
              "usage": {"input_tokens": 12, "output_tokens": 6}
            }
            """);

        Assert.Equal(
            [
                "assistant: [reasoning I need the weather.]",
                "assistant: One moment.",
                """assistant: [call toolu_1 get_weather {"city":"Lyon"}]""",
            ],
            Sample.Lines(info.OutputMessages));
        Assert.Equal("tool_use", Assert.Single(info.OutputMessages).FinishReason);
        Assert.Equal(["tool_use"], info.FinishReasons);
        Assert.Equal("claude-opus-4-6", info.ResponseModel);
        Assert.Equal((12, 6, null, 18), (info.InputTokens, info.OutputTokens, info.CachedInputTokens, info.TotalTokens));
    }

    [Fact]
    public void Tokens_of_the_cache_are_counted_as_input()
    {
        // Anthropic's input_tokens are those that no cache knew:
        // https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/anthropic.md
        var info = Sample.Generation(output: """
            {
              "type": "message", "role": "assistant", "content": [{"type": "text", "text": "Hi"}],
              "usage": {"input_tokens": 50, "cache_creation_input_tokens": 30, "cache_read_input_tokens": 100, "output_tokens": 7}
            }
            """);

        Assert.Equal((180, 7, 100, 187), (info.InputTokens, info.OutputTokens, info.CachedInputTokens, info.TotalTokens));
    }

    [Fact]
    public void A_tool_s_result_is_a_part_of_the_user_s_message()
    {
        // https://github.com/anthropics/anthropic-sdk-python/blob/main/src/anthropic/types/tool_result_block_param.py
        var info = Sample.Generation("""
            {"messages": [
              {"role": "assistant", "content": [{"type": "tool_use", "id": "toolu_1", "name": "get_weather", "input": {"city": "Lyon"}}]},
              {"role": "user", "content": [
                {"type": "tool_result", "tool_use_id": "toolu_1", "content": "rain, 12 °C"},
                {"type": "tool_result", "tool_use_id": "toolu_2", "is_error": true, "content": [{"type": "text", "text": "no such town"}]},
                {"type": "text", "text": "And tomorrow?"}]}]}
            """);

        var parts = info.InputMessages[^1].Parts;
        Assert.Equal("user", info.InputMessages[^1].Role);
        Assert.Equal([GenAIPartKind.ToolResult, GenAIPartKind.ToolResult, GenAIPartKind.Text], parts.Select(part => part.Kind));
        Assert.Equal(["toolu_1", "toolu_2", null], parts.Select(part => part.ToolCallId));
        Assert.Equal("\"rain, 12 °C\"", Sample.Compact(parts[0].Content));
        Assert.Contains("no such town", Sample.Compact(parts[1].Content), StringComparison.Ordinal);
        Assert.Equal("And tomorrow?", info.InputMessages[^1].Text);
    }

    [Fact]
    public void Images_and_documents_have_the_address_or_the_id_that_is_given()
    {
        // https://platform.claude.com/docs/en/build-with-claude/vision and https://platform.claude.com/docs/en/build-with-claude/files
        var info = Sample.Generation("""
            {"messages": [{"role": "user", "content": [
              {"type": "image", "source": {"type": "base64", "media_type": "image/jpeg", "data": "/9j/4AAQ"}},
              {"type": "image", "source": {"type": "url", "url": "https://example.org/a.jpg"}},
              {"type": "document", "source": {"type": "base64", "media_type": "application/pdf", "data": "JVBERi0="}},
              {"type": "document", "source": {"type": "url", "url": "https://example.org/letter.pdf"}},
              {"type": "document", "source": {"type": "file", "file_id": "file_1"}}]}]}
            """);

        var parts = Assert.Single(info.InputMessages).Parts;
        Assert.All(parts, part => Assert.Equal(GenAIPartKind.Media, part.Kind));
        Assert.Equal([null, "https://example.org/a.jpg", null, "https://example.org/letter.pdf", "file_1"], parts.Select(part => part.Uri));
        Assert.Equal(["image/jpeg", "image", "application/pdf"], parts.Take(3).Select(part => part.MediaType));
        Assert.All(parts, part => Assert.Null(part.Text));
    }
}
