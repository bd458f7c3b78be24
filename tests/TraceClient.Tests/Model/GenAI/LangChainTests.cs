namespace TraceClient.Tests.Model.GenAI;

/// <summary>
/// Messages as LangChain writes them: https://github.com/langchain-ai/langchain/tree/master/libs/core/langchain_core.
/// </summary>
public sealed class LangChainTests
{
    [Fact]
    public void Serialised_constructors_are_messages()
    {
        // A list for each prompt: https://github.com/langchain-ai/langchain/blob/master/libs/core/langchain_core/tracers/core.py
        // and https://github.com/langchain-ai/langchain/blob/master/libs/core/langchain_core/load/serializable.py
        var info = Sample.Generation("""
            {"messages": [[
              {"lc": 1, "type": "constructor", "id": ["langchain", "schema", "messages", "SystemMessage"],
               "kwargs": {"content": "You help travellers", "type": "system"}},
              {"lc": 1, "type": "constructor", "id": ["langchain", "schema", "messages", "HumanMessage"],
               "kwargs": {"content": "Weather in Lyon?", "type": "human", "id": "m1"}},
              {"lc": 1, "type": "constructor", "id": ["langchain", "schema", "messages", "AIMessage"],
               "kwargs": {
                 "content": "", "type": "ai", "invalid_tool_calls": [],
                 "additional_kwargs": {"tool_calls": [
                   {"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": "{\"city\": \"Lyon\"}"}}]},
                 "tool_calls": [{"name": "get_weather", "args": {"city": "Lyon"}, "id": "call_1", "type": "tool_call"}]}},
              {"lc": 1, "type": "constructor", "id": ["langchain", "schema", "messages", "ToolMessage"],
               "kwargs": {"content": "rain, 12 °C", "type": "tool", "name": "get_weather", "tool_call_id": "call_1", "status": "success"}}
            ]]}
            """);

        Assert.Equal(
            [
                "system: You help travellers",
                "user: Weather in Lyon?",
                """assistant: [call call_1 get_weather {"city":"Lyon"}]""",
                """tool: [result call_1 "rain, 12 °C"]""",
            ],
            WithoutEmptyText(info.InputMessages));
    }

    [Fact]
    public void The_name_of_the_class_tells_the_role_where_no_type_does()
    {
        // https://github.com/langchain-ai/langchainjs/blob/main/langchain-core/src/load/serializable.ts
        var info = Sample.Generation("""
            {"messages": [
              {"lc": 1, "type": "constructor", "id": ["langchain_core", "messages", "HumanMessage"], "kwargs": {"content": "Hello"}},
              {"lc": 1, "type": "constructor", "id": ["langchain_core", "messages", "AIMessageChunk"], "kwargs": {"content": "Hi"}}]}
            """);

        Assert.Equal(["user: Hello", "assistant: Hi"], Sample.Lines(info.InputMessages));
    }

    [Fact]
    public void Messages_as_dictionaries_are_read()
    {
        // messages_to_dict: https://reference.langchain.com/python/langchain-core/messages/base/message_to_dict
        var info = Sample.Generation("""
            [
              {"type": "system", "data": {"content": "You help travellers", "type": "system", "additional_kwargs": {}}},
              {"type": "human", "data": {"content": "Weather in Lyon?", "type": "human", "example": false}},
              {"type": "function", "data": {"content": "rain", "type": "function", "name": "get_weather"}}
            ]
            """);

        Assert.Equal(
            ["system: You help travellers", "user: Weather in Lyon?", "tool: [result  \"rain\"]"],
            Sample.Lines(info.InputMessages));
    }

    [Fact]
    public void Dumped_messages_are_read_with_their_usage()
    {
        // AIMessage.model_dump(): https://github.com/langchain-ai/langchain/blob/master/libs/core/langchain_core/messages/ai.py
        var info = Sample.Generation(
            """[{"type": "human", "content": [{"type": "text", "text": "Weather in Lyon?"}, "Please."]}]""",
            """
            {
              "type": "ai", "content": "One moment.", "id": "run-1", "example": false,
              "tool_calls": [{"name": "get_weather", "args": {"city": "Lyon"}, "id": "call_1", "type": "tool_call"}],
              "invalid_tool_calls": [],
              "response_metadata": {"model_name": "gpt-4o-2024-08-06", "finish_reason": "tool_calls"},
              "usage_metadata": {"input_tokens": 10, "output_tokens": 20, "total_tokens": 30, "input_token_details": {"cache_read": 4}}
            }
            """);

        Assert.Equal(["user: Weather in Lyon?", "user: Please."], Sample.Lines(info.InputMessages));
        Assert.Equal(
            ["assistant: One moment.", """assistant: [call call_1 get_weather {"city":"Lyon"}]"""],
            Sample.Lines(info.OutputMessages));
        Assert.Equal((10, 20, 4, 30), (info.InputTokens, info.OutputTokens, info.CachedInputTokens, info.TotalTokens));
    }

    [Fact]
    public void The_result_of_a_chat_model_is_read()
    {
        // https://github.com/langchain-ai/langchain/blob/master/libs/core/langchain_core/outputs/llm_result.py
        var info = Sample.Generation(output: """
            {
              "generations": [[{
                "text": "Take an umbrella.", "generation_info": {"finish_reason": "stop"}, "type": "ChatGeneration",
                "message": {"lc": 1, "type": "constructor", "id": ["langchain", "schema", "messages", "AIMessage"],
                            "kwargs": {"content": "Take an umbrella.", "type": "ai"}}
              }]],
              "llm_output": {"token_usage": {"prompt_tokens": 19, "completion_tokens": 10, "total_tokens": 29}, "model_name": "gpt-4o"},
              "run": null, "type": "LLMResult"
            }
            """);

        Assert.Equal(["assistant: Take an umbrella."], Sample.Lines(info.OutputMessages));
        Assert.Equal((19, 10, 29, "gpt-4o"), (info.InputTokens, info.OutputTokens, info.TotalTokens, info.Model));
    }

    [Fact]
    public void The_result_of_a_text_model_is_read()
    {
        // https://github.com/langchain-ai/langchain/blob/master/libs/core/langchain_core/outputs/generation.py
        var info = Sample.Generation(output: """
            {
              "generations": [[{"text": "Rain.", "generation_info": null, "type": "Generation"}], [{"text": "Sun.", "type": "Generation"}]],
              "llm_output": null
            }
            """);

        Assert.Equal(["assistant: Rain.", "assistant: Sun."], Sample.Lines(info.OutputMessages));
    }

    // A message that only calls tools has an empty text, which may be kept or not.
    private static IEnumerable<string> WithoutEmptyText(IEnumerable<GenAIMessage> messages) =>
        Sample.Lines(messages).Where(line => line != "assistant: ");
}
