using static TraceClient.GenAIJson;

namespace TraceClient;

/// <summary>Reads messages in the shapes of OpenTelemetry, OpenInference, OpenAI, Anthropic, Google, LangChain and Galtea.</summary>
/// <param name="messages">Takes the messages.</param>
/// <param name="role">The role of a message that states none: <c>user</c> for inputs, <c>assistant</c> for outputs.</param>
internal sealed class GenAIMessageReader(List<GenAIMessage> messages, string role)
{
    // Messages stand a few levels deep, whatever wraps them. A longer chain of wrappers is data.
    private const int MaxDepth = 16;

    // The members that hold the messages of a request or a response, and those that hold a single text.
    private static readonly string[] Lists =
        ["messages", "choices", "candidates", "generations", "contents", "input", "output", "prompts", "response"];

    private static readonly string[] Texts =
    [
        "content", "text", "user_message", "question", "query", "prompt", "input", "message",
        "result", "answer", "output", "response", "completion", "reply",
    ];

    /// <summary>Reads a value of any shape. What has none of the known ones becomes a message with the value as it came.</summary>
    public void Read(JsonElement value, int depth = 0, string? finishReason = null)
    {
        if (value.ValueKind == JsonValueKind.String)
            Add(role, [GenAIPartReader.TextPart(TextOf(value))], finishReason);
        else if (value.ValueKind == JsonValueKind.Array && depth < MaxDepth)
            ReadList(value, depth);
        else if (value.ValueKind == JsonValueKind.Object && depth < MaxDepth)
            ReadObject(value, depth, finishReason);
        else if (value.ValueKind != JsonValueKind.Null)
            Add(role, [GenAIPartReader.Other(value)], finishReason);
    }

    /// <summary>Reads one message.</summary>
    public void ReadMessage(JsonElement message, string defaultRole, string? finishReason = null)
    {
        // LangChain's serialised messages have their members one level down.
        var from = RoleIn(message);
        if (ObjectIn(message, "kwargs") is { } members && from is not null)
            (from, message) = (RoleIn(members) ?? from, members);
        else if (ObjectIn(message, "data") is { } data && from is not null)
            message = data;

        var parts = new List<GenAIPart>();
        if (Find(message, "reasoning_content", "reasoning") is { } reasoning && TextsOf(reasoning) is { Length: > 0 } thought)
            parts.Add(new GenAIPart { Kind = GenAIPartKind.Reasoning, Text = thought });
        var content = Find(message, "parts", "contents", "content", "text");
        from ??= defaultRole;
        if (from == "tool" && content is not null && !GenAIPartReader.AreToolResults(content.Value))
        {
            var (id, name) = (TextIn(message, "tool_call_id", "id"), TextIn(message, "name"));
            var result = PayloadOf(content.Value);
            parts.Add(new GenAIPart { Kind = GenAIPartKind.ToolResult, ToolCallId = id, ToolName = name, Content = result });
        }
        else if (content is not null)
        {
            GenAIPartReader.ReadAll(content.Value, parts);
        }

        if (TextIn(message, "user_message") is { } said && !parts.Exists(part => part.Text == said))
            parts.Insert(0, GenAIPartReader.TextPart(said));
        if (TextIn(message, "refusal") is { } refusal)
            parts.Add(GenAIPartReader.TextPart(refusal));
        if (!parts.Exists(part => part.Kind == GenAIPartKind.ToolCall))
            GenAIPartReader.ReadToolCalls(message, parts);
        finishReason ??= FinishReasonIn(message);
        Add(from, parts, finishReason, from == "tool" ? null : TextIn(message, "name"));
    }

    /// <summary>Reads the event of a message, or of a choice of the model, whose message stands in it as an object or as a text.</summary>
    public void ReadEvent(JsonElement message, string defaultRole)
    {
        var inner = Find(message, "message") is { } nested ? PayloadOf(nested, isJson: true).ToElement() : message;
        if (inner.ValueKind == JsonValueKind.Object)
            ReadMessage(inner, defaultRole, FinishReasonIn(message));
        else
            Read(inner, finishReason: FinishReasonIn(message));
    }

    private void ReadList(JsonElement list, int depth)
    {
        // Some items of OpenAI's responses are messages and some are parts of one, and so are the blocks of a content.
        var parts = new List<GenAIPart>();
        string? from = null;
        foreach (var item in list.EnumerateArray())
        {
            var next = GenAIPartReader.IsPart(item) ? GenAIPartReader.RoleOf(item) ?? role : null;
            if (next != from)
                Flush();
            from = next;
            if (next is null)
                Read(item, depth + 1);
            else
                GenAIPartReader.ReadAll(item, parts);
        }

        Flush();

        void Flush()
        {
            if (parts.Count > 0)
                Add(from!, parts, finishReason: null);
            parts = [];
        }
    }

    private void ReadObject(JsonElement value, int depth, string? finishReason)
    {
        finishReason = FinishReasonIn(value) ?? finishReason;
        if (GenAIPartReader.IsPart(value))
        {
            var parts = new List<GenAIPart>();
            GenAIPartReader.ReadAll(value, parts);
            Add(GenAIPartReader.RoleOf(value) ?? role, parts, finishReason);
        }
        else if (RoleIn(value) is not null || Find(value, "tool_calls") is not null)
        {
            ReadMessage(value, role, finishReason);
        }
        else if (ObjectIn(value, "message") is { } message)
        {
            Read(message, depth + 1, finishReason);
        }
        else
        {
            // A response can repeat the instructions of its request.
            if (role == "user" && Find(value, "system", "instructions", "systemInstruction", "system_instruction") is { } system)
                ReadSystem(system);
            ReadMembers(value, depth, finishReason);
        }
    }

    /// <summary>Reads the instructions of a request: a text, the parts of one message, or a message.</summary>
    public void ReadSystem(JsonElement instructions)
    {
        var parts = new List<GenAIPart>();
        GenAIPartReader.ReadAll(Find(instructions, "parts", "content") ?? instructions, parts);
        Add("system", parts, finishReason: null);
    }

    private void ReadMembers(JsonElement value, int depth, string? finishReason)
    {
        foreach (var name in Lists)
        {
            if (value.TryGetProperty(name, out var list) && list.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
            {
                Read(list, depth + 1, finishReason);
                return;
            }
        }

        if (Find(value, "content", "parts") is { ValueKind: JsonValueKind.Array })
            ReadMessage(value, role, finishReason);
        else if (ObjectIn(value, "content") is { } content)
            Read(content, depth + 1, finishReason);
        else if (Find(value, Texts) is { ValueKind: JsonValueKind.String } text)
            Read(text, depth, finishReason);
        else
            Add(role, [GenAIPartReader.Other(value)], finishReason);
    }

    private void Add(string from, List<GenAIPart> parts, string? finishReason, string? name = null)
    {
        if (parts.Count > 0)
            messages.Add(new GenAIMessage { Role = from, Name = name, Parts = parts, FinishReason = finishReason });
    }

    /// <summary>Gets the role of a message in OpenTelemetry's words; null when it is not a message.</summary>
    private static string? RoleIn(JsonElement value)
    {
        var type = TextIn(value, "type");
        var word = TextIn(value, "role") ?? (type == "constructor" ? NameOfClass(value) : type);
        return word switch
        {
            "human" or "HumanMessage" or "HumanMessageChunk" => "user",
            "ai" or "model" or "AIMessage" or "AIMessageChunk" => "assistant",
            "SystemMessage" => "system",
            "ToolMessage" or "function" or "FunctionMessage" => "tool",
            _ => TextIn(value, "role") ?? (type is "system" or "user" or "assistant" or "tool" or "developer" ? type : null),
        };
    }

    /// <summary>Gets the last part of the name of LangChain's class.</summary>
    private static string? NameOfClass(JsonElement value) =>
        Find(value, "id") is { ValueKind: JsonValueKind.Array } id && id.GetArrayLength() is > 0 and var length
            && id[length - 1] is { ValueKind: JsonValueKind.String } name ? TextOf(name) : null;

    private static string? FinishReasonIn(JsonElement value)
    {
        var info = ObjectIn(value, "generation_info") ?? ObjectIn(value, "response_metadata") ?? value;
        return TextIn(value, "finish_reason", "finishReason", "stop_reason", "stopReason") ?? TextIn(info, "finish_reason", "stop_reason");
    }
}
