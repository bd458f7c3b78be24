namespace TraceClient.Tests.Model.GenAI;

/// <summary>The parts of messages, whichever provider's shape they have.</summary>
public sealed class MessagePartTests
{
    [Theory]
    [InlineData("""{"functionCall": {"id": "c1", "name": "find", "args": {"a": 1}}}""", """user: [call c1 find {"a":1}]""")]
    [InlineData("""{"toolUse": {"toolUseId": "c1", "name": "find", "input": {"a": 1}}}""", """user: [call c1 find {"a":1}]""")]
    [InlineData("""{"tool_call": {"id": "c1", "name": "find", "args": {"a": 1}}}""", """user: [call c1 find {"a":1}]""")]
    [InlineData("""{"functionResponse": {"id": "c1", "name": "find", "response": {"b": 2}}}""", """user: [result c1 {"b":2}]""")]
    [InlineData("""{"toolResult": {"toolUseId": "c1", "content": [{"text": "two"}]}}""", """user: [result c1 [{"text":"two"}]]""")]
    [InlineData("""{"inlineData": {"mimeType": "image/png", "data": "AAAA"}}""", "user: [image/png ]")]
    [InlineData("""{"fileData": {"mimeType": "text/csv", "fileUri": "gs://a/b.csv"}}""", "user: [text/csv gs://a/b.csv]")]
    [InlineData("""{"text": "hello"}""", "user: hello")]
    [InlineData("""{"content": "hello"}""", "user: hello")]
    [InlineData("""{"other": "hello"}""", """user: [other {"other":"hello"}]""")]
    [InlineData("""{"type": "text"}""", """user: [other {"type":"text"}]""")]
    [InlineData("""{"type": "text", "content": "hello"}""", "user: hello")]
    [InlineData("""{"type": "refusal", "refusal": "No."}""", "user: No.")]
    [InlineData("""{"type": "of_tomorrow", "text": "hello"}""", """user: [other {"type":"of_tomorrow","text":"hello"}]""")]
    [InlineData("""{"type": "reasoning", "summary": ["one", {"text": "two"}, {"none": 3}]}""", "user: [reasoning one\ntwo]")]
    [InlineData("""{"type": "thinking", "thinking": "Hm."}""", "user: [reasoning Hm.]")]
    [InlineData("7", "user: [other 7]")]
    public void A_part_is_read_by_its_type_or_its_member(string part, string line) =>
        Assert.Equal([line], Sample.Lines(Input($$"""{"role": "user", "content": [null, {{part}}]}""")));

    [Theory]
    [InlineData("""{"type": "input_audio", "input_audio": {"data": "AAAA", "format": "wav"}}""", "audio/wav", null, null)]
    [InlineData("""{"type": "audio", "audio": {"id": "a1", "format": "mp3", "transcript": "Hello"}}""", "audio/mp3", null, "Hello")]
    [InlineData("""{"type": "audio", "transcript": "Hello"}""", "audio", null, "Hello")]
    [InlineData("""{"type": "input_audio", "input_audio": {"data": "AAAA"}}""", "audio", null, null)]
    [InlineData("""{"type": "video", "video": {"url": "https://example.org/v"}}""", "video", "https://example.org/v", null)]
    [InlineData("""{"type": "image_url", "image_url": {"url": "https://example.org/i"}}""", "image", "https://example.org/i", null)]
    [InlineData("""{"type": "input_image", "image_url": "https://example.org/i"}""", "image", "https://example.org/i", null)]
    [InlineData("""{"type": "image", "image": {"image": {"url": "https://example.org/i"}}}""", "image", "https://example.org/i", null)]
    [InlineData("""{"type": "image", "source": {"type": "base64", "media_type": "image/gif"}}""", "image/gif", null, null)]
    [InlineData("""{"type": "image", "source": {"mime_type": "image/gif", "url": "u"}, "media_type": "image/x"}""", "image/x", "u", null)]
    [InlineData("""{"type": "document", "source": {"mimeType": "text/plain", "file_id": "f1"}}""", "text/plain", "f1", null)]
    [InlineData("""{"type": "file", "file": {"file_id": "f1"}}""", null, "f1", null)]
    [InlineData("""{"type": "input_file", "file_url": "https://example.org/f"}""", null, "https://example.org/f", null)]
    [InlineData("""{"type": "blob", "modality": "image", "content": "AAAA"}""", "image", null, null)]
    [InlineData("""{"type": "uri", "modality": "video", "uri": "gs://v", "mime_type": "video/mp4"}""", "video/mp4", "gs://v", null)]
    public void A_file_has_its_type_its_address_and_its_transcript(string part, string? type, string? address, string? text)
    {
        var media = Assert.Single(Assert.Single(Input($$"""{"role": "user", "content": [{{part}}]}""")).Parts);

        Assert.Equal((GenAIPartKind.Media, type, address, text), (media.Kind, media.MediaType, media.Uri, media.Text));
    }

    [Theory]
    [InlineData("""{"tool_calls": [{"id": "c1", "function": {"name": "find", "arguments": "{\"a\":1}"}}]}""")]
    [InlineData("""{"tool_calls": "[{\"id\": \"c1\", \"function\": {\"name\": \"find\", \"arguments\": {\"a\": 1}}}]"}""")]
    [InlineData("""{"role": "assistant", "toolCalls": [{"id": "c1", "name": "find", "args": {"a": 1}}]}""")]
    [InlineData("""{"role": "assistant", "additional_kwargs": {"tool_calls": [{"id": "c1", "name": "find", "args": {"a": 1}}]}}""")]
    [InlineData("""{"role": "assistant", "function_call": {"id": "c1", "name": "find", "arguments": "{\"a\": 1}"}}""")]
    public void The_calls_beside_the_content_are_read(string message) =>
        Assert.Equal(["""assistant: [call c1 find {"a":1}]"""], Sample.Lines(Sample.Generation(output: message).OutputMessages));

    [Fact]
    public void The_calls_of_a_message_go_before_those_that_a_framework_repeats()
    {
        const string Message = """
            {"role": "assistant", "tool_calls": [{"id": "c1", "name": "find"}],
             "additional_kwargs": {"tool_calls": [{"id": "c2", "name": "repeat"}]}}
            """;

        Assert.Equal(["assistant: [call c1 find null]"], Sample.Lines(Sample.Generation(output: Message).OutputMessages));
    }

    [Theory]
    [InlineData("""{"role": "tool", "tool_call_id": "c1", "name": "find", "content": "two"}""", "c1", "find", "\"two\"")]
    [InlineData("""{"role": "tool", "content": [{"type": "tool_result", "tool_use_id": "c1", "content": "two"}]}""", "c1", null, "\"two\"")]
    [InlineData("""{"role": "tool", "parts": [{"functionResponse": {"name": "find", "response": 2}}]}""", null, "find", "2")]
    [InlineData("""{"role": "tool", "content": [{"toolResult": {"toolUseId": "c1", "content": 2}}]}""", "c1", null, "2")]
    [InlineData("""{"role": "tool", "id": "c1", "content": [{"text": "two"}]}""", "c1", null, """[{"text": "two"}]""")]
    public void The_result_of_a_tool_says_which_call_it_belongs_to(string message, string? id, string? name, string content)
    {
        var read = Assert.Single(Input(message));
        var part = Assert.Single(read.Parts);

        Assert.Equal(("tool", null), (read.Role, read.Name));
        Assert.Equal((GenAIPartKind.ToolResult, id, name), (part.Kind, part.ToolCallId, part.ToolName));
        Assert.Equal(content, part.Content.ToString());
    }

    [Fact]
    public void Parts_without_a_message_stand_under_the_role_of_their_kind()
    {
        const string Output = """
            {"output": [
              {"type": "reasoning", "summary": [{"text": "Hm."}]},
              {"type": "function_call", "call_id": "c1", "name": "find", "arguments": "{}"},
              {"type": "function_call_output", "call_id": "c1", "output": "two"}, {"type": "output_text", "text": "It is two."}]}
            """;

        Assert.Equal(
            ["assistant: [reasoning Hm.]", "assistant: [call c1 find {}]", "tool: [result c1 \"two\"]", "user: It is two."],
            Sample.Lines(Sample.Generation(Output).InputMessages));
        Assert.Equal([2, 1, 1], Sample.Generation(Output).InputMessages.Select(message => message.Parts.Count));
    }

    [Theory]
    [InlineData("""{"type": "function_call", "call_id": "c1", "name": "find", "arguments": "{}"}""", "assistant: [call c1 find {}]")]
    [InlineData("""{"type": "function_call_output", "call_id": "c1", "output": "two"}""", "tool: [result c1 \"two\"]")]
    [InlineData("""{"type": "input_text", "text": "hello"}""", "user: hello")]
    public void A_part_can_be_the_whole_body(string body, string line) => Assert.Equal([line], Sample.Lines(Input(body)));

    [Theory]
    [InlineData("""{"system": "Be kind.", "prompt": "hello"}""")]
    [InlineData("""{"instructions": "Be kind.", "input": "hello"}""")]
    [InlineData("""{"systemInstruction": {"parts": [{"text": "Be kind."}]}, "contents": [{"role": "user", "parts": ["hello"]}]}""")]
    [InlineData("""{"system_instruction": {"content": "Be kind."}, "question": "hello"}""")]
    public void The_instructions_of_a_request_come_first(string body) =>
        Assert.Equal(["system: Be kind.", "user: hello"], Sample.Lines(Input(body)));

    [Theory]
    [InlineData("""{"message": {"role": "assistant", "content": "two"}, "finish_reason": "stop"}""")]
    [InlineData("""{"choices": [{"message": {"role": "assistant", "content": "two"}, "finish_reason": "stop"}]}""")]
    [InlineData("""{"candidates": [{"content": {"role": "model", "parts": [{"text": "two"}]}, "finishReason": "stop"}]}""")]
    [InlineData("""{"role": "assistant", "content": "two", "stop_reason": "stop"}""")]
    [InlineData("""{"role": "assistant", "content": "two", "stopReason": "stop"}""")]
    [InlineData("""{"text": "two", "generation_info": {"finish_reason": "stop"}}""")]
    [InlineData("""{"role": "assistant", "content": "two", "response_metadata": {"stop_reason": "stop"}}""")]
    [InlineData("""{"finish_reason": "stop", "message": {"role": "assistant", "content": "two", "name": ""}}""")]
    public void A_response_says_why_it_ended(string body)
    {
        var info = Sample.Generation(output: body);

        Assert.Equal(["assistant: two"], Sample.Lines(info.OutputMessages));
        Assert.Equal(["stop"], info.FinishReasons);
    }

    [Theory]
    [InlineData("""{"id": ["langchain", "schema", "HumanMessage"], "type": "constructor", "kwargs": {"content": "hello"}}""", "user")]
    [InlineData("""{"id": ["langchain", "schema", "SystemMessage"], "type": "constructor", "kwargs": {"content": "hello"}}""", "system")]
    [InlineData("""{"id": ["AIMessageChunk"], "type": "constructor", "kwargs": {"content": "hello"}}""", "assistant")]
    [InlineData("""{"type": "human", "data": {"content": "hello"}}""", "user")]
    [InlineData("""{"type": "ai", "content": "hello"}""", "assistant")]
    [InlineData("""{"role": "model", "content": "hello"}""", "assistant")]
    [InlineData("""{"type": "developer", "content": "hello"}""", "developer")]
    [InlineData("""{"role": "critic", "content": "hello"}""", "critic")]
    public void A_role_is_said_in_the_words_of_OpenTelemetry(string message, string role) =>
        Assert.Equal([$"{role}: hello"], Sample.Lines(Input(message)));

    [Fact]
    public void Text_of_messages_and_parts_shows_no_content()
    {
        const string Body = """{"role": "user", "content": ["secret", "one", {"type": "image_url", "image_url": "secret"}]}""";

        var message = Assert.Single(Input(Body));

        Assert.Equal("user (3 parts)", message.ToString());
        Assert.Equal(["Text", "Text", "Media"], message.Parts.Select(part => part.ToString()));
        Assert.Equal("secret\none", message.Text);
    }

    private static IReadOnlyList<GenAIMessage> Input(string body) => Sample.Generation(body).InputMessages;
}
