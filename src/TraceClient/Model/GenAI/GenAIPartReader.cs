using static TraceClient.GenAIJson;

namespace TraceClient;

/// <summary>Reads the parts of messages.</summary>
internal static class GenAIPartReader
{
    public static GenAIPart TextPart(string text) => new() { Kind = GenAIPartKind.Text, Text = text };

    public static GenAIPart Other(JsonElement value) => new() { Kind = GenAIPartKind.Other, Content = PayloadOf(value) };

    /// <summary>Gets whether a value is one of the parts that messages and responses name by a type.</summary>
    public static bool IsPart(JsonElement value) => Find(value, "role") is null && KindOf(TextIn(value, "type")) != GenAIPartKind.Other;

    /// <summary>Gets the role of a part that stands for a message of its own; null where it has that of the others.</summary>
    public static string? RoleOf(JsonElement part) => TextIn(part, "type") switch
    {
        "function_call" or "reasoning" => "assistant",
        "function_call_output" or "tool_call_response" => "tool",
        _ => null,
    };

    /// <summary>Gets whether a content has parts that say which tool call they are the result of.</summary>
    public static bool AreToolResults(JsonElement content) => content.ValueKind == JsonValueKind.Array
        && content.EnumerateArray().Any(part =>
            KindOf(TextIn(part, "type")) == GenAIPartKind.ToolResult || Find(part, "functionResponse", "toolResult") is not null);

    /// <summary>Reads a text, a part or a list of them.</summary>
    public static void ReadAll(JsonElement content, List<GenAIPart> parts)
    {
        if (content.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in content.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.Null)
                    parts.Add(Read(item));
            }
        }
        else if (content.ValueKind != JsonValueKind.Null)
        {
            parts.Add(Read(content));
        }
    }

    /// <summary>Reads the tool calls that stand beside the content of a message.</summary>
    public static void ReadToolCalls(JsonElement message, List<GenAIPart> parts)
    {
        var calls = Find(message, "tool_calls", "toolCalls") ?? Find(ObjectIn(message, "additional_kwargs") ?? default, "tool_calls");
        if (calls is { ValueKind: JsonValueKind.String } text)
            calls = PayloadOf(text, isJson: true).ToElement();
        if (calls is { ValueKind: JsonValueKind.Array } list)
            parts.AddRange(list.EnumerateArray().Select(ToolCall));
        if (ObjectIn(message, "function_call") is { } function)
            parts.Add(ToolCall(function));
    }

    private static GenAIPart Read(JsonElement part)
    {
        if (part.ValueKind == JsonValueKind.String)
            return TextPart(TextOf(part));
        if (part.ValueKind != JsonValueKind.Object)
            return Other(part);

        if (ObjectIn(part, "tool_call") is not null)
            return ToolCall(part);
        part = ObjectIn(part, "message_content") ?? part;
        var type = TextIn(part, "type");
        return KindOf(type) switch
        {
            GenAIPartKind.Text when TextIn(part, "text", "content", "refusal") is { } text => TextPart(text),
            GenAIPartKind.Reasoning when TextsOf(part) is { } thought => new GenAIPart { Kind = GenAIPartKind.Reasoning, Text = thought },
            GenAIPartKind.ToolCall => ToolCall(part),
            GenAIPartKind.ToolResult => ToolResult(part),
            GenAIPartKind.Media => Media(part, type!),
            _ => Untyped(part),
        };
    }

    /// <summary>Reads a part that no type names: Google's and Amazon's parts are named by their member.</summary>
    private static GenAIPart Untyped(JsonElement part)
    {
        if (TextIn(part, "type") is not null)
            return Other(part);
        if ((ObjectIn(part, "functionCall") ?? ObjectIn(part, "toolUse")) is { } call)
            return ToolCall(call);
        if ((ObjectIn(part, "functionResponse") ?? ObjectIn(part, "toolResult")) is { } result)
            return ToolResult(result);
        if ((ObjectIn(part, "inlineData") ?? ObjectIn(part, "fileData")) is { } file)
            return Media(file, "file");
        return TextIn(part, "text", "content") is { } text ? TextPart(text) : Other(part);
    }

    private static GenAIPart ToolCall(JsonElement call)
    {
        call = ObjectIn(call, "tool_call") ?? call;
        var function = ObjectIn(call, "function") ?? call;
        return new()
        {
            Kind = GenAIPartKind.ToolCall,
            ToolCallId = TextIn(call, "call_id", "id", "toolUseId"),
            ToolName = TextIn(function, "name"),
            Content = Find(function, "arguments", "args", "input") is { } arguments ? PayloadOf(arguments, isJson: true) : default,
        };
    }

    private static GenAIPart ToolResult(JsonElement result) => new()
    {
        Kind = GenAIPartKind.ToolResult,
        ToolCallId = TextIn(result, "tool_use_id", "call_id", "id", "tool_call_id", "toolUseId"),
        ToolName = TextIn(result, "name"),
        Content = Find(result, "response", "result", "output", "content") is { } content ? PayloadOf(content) : default,
    };

    /// <summary>Reads a file. Its address or id stands in the part, or in a member that is named as the type.</summary>
    private static GenAIPart Media(JsonElement part, string type)
    {
        var inner = ObjectIn(part, type) ?? ObjectIn(part, "source") ?? ObjectIn(part, "image") ?? part;
        inner = ObjectIn(inner, type) ?? ObjectIn(inner, "image") ?? inner;
        var format = type is "audio" or "input_audio" && TextIn(inner, "format") is { } extension ? $"audio/{extension}" : null;
        return new()
        {
            Kind = GenAIPartKind.Media,
            Text = TextIn(part, "transcript") ?? TextIn(inner, "transcript"),
            Uri = Address(part, type) ?? Address(inner, type),
            MediaType = TextIn(part, "mime_type", "media_type", "mimeType") ?? TextIn(inner, "media_type", "mime_type", "mimeType")
                ?? format ?? TextIn(part, "modality") ?? type switch
                {
                    "image" or "image_url" or "input_image" => "image",
                    "audio" or "input_audio" => "audio",
                    "video" => "video",
                    _ => null,
                },
        };
    }

    private static string? Address(JsonElement value, string type) =>
        TextIn(value, "uri", "url", "fileUri", type, "image_url", "file_url", "file_id", "file_data");

    private static GenAIPartKind KindOf(string? type) => type switch
    {
        "text" or "input_text" or "output_text" or "refusal" => GenAIPartKind.Text,
        "reasoning" or "thinking" => GenAIPartKind.Reasoning,
        "tool_call" or "tool_use" or "server_tool_use" or "function_call" => GenAIPartKind.ToolCall,
        "tool_call_response" or "tool_result" or "function_call_output" => GenAIPartKind.ToolResult,
        "image" or "image_url" or "input_image" or "audio" or "input_audio" or "video" => GenAIPartKind.Media,
        "file" or "input_file" or "document" or "uri" or "blob" => GenAIPartKind.Media,
        _ => GenAIPartKind.Other,
    };
}

/// <summary>Reads members of JSON of any shape.</summary>
internal static class GenAIJson
{
    /// <summary>Finds the first member of an object that is there and not null.</summary>
    public static JsonElement? Find(JsonElement value, params ReadOnlySpan<string> names)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var name in names)
        {
            if (value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null)
                return member;
        }

        return null;
    }

    public static JsonElement? ObjectIn(JsonElement value, string name) =>
        Find(value, name) is { ValueKind: JsonValueKind.Object } member ? member : null;

    /// <summary>Finds the first member that is a text and not empty.</summary>
    public static string? TextIn(JsonElement value, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Find(value, name) is { ValueKind: JsonValueKind.String } member && TextOf(member) is { Length: > 0 } text)
                return text;
        }

        return null;
    }

    /// <summary>Gets the text of a JSON string.</summary>
    public static string TextOf(JsonElement text) => AttributeValue.From(text).AsString ?? "";

    /// <summary>Gets the text of a string, or those of a part's summary or content, one a line.</summary>
    public static string? TextsOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => TextOf(value),
        JsonValueKind.Object when TextIn(value, "content", "thinking", "text", "reasoning") is { } text => text,
        JsonValueKind.Object when Find(value, "summary", "content") is { ValueKind: JsonValueKind.Array } list => TextsOf(list),
        JsonValueKind.Array => string.Join('\n', value.EnumerateArray().Select(OneOf).OfType<string>()),
        _ => null,
    };

    /// <summary>Gets a value as a payload.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isJson">Whether a string is expected to hold JSON, as the arguments of a tool call do.</param>
    public static JsonPayload PayloadOf(JsonElement value, bool isJson = false) =>
        isJson && value.ValueKind == JsonValueKind.String && JsonPayload.TryFromUtf8(Encoding.UTF8.GetBytes(TextOf(value)), out var json)
            ? json
            : new JsonPayload(JsonMarshal.GetRawUtf8Value(value).ToArray());

    private static string? OneOf(JsonElement item) => item.ValueKind == JsonValueKind.String ? TextOf(item) : TextIn(item, "text");

    /// <summary>Gets an attribute as JSON: a text that holds an object or a list is that.</summary>
    public static JsonPayload PayloadOf(AttributeValue value)
    {
        if (value.AsString is { } text)
        {
            return text.AsSpan().TrimStart() is ['{' or '[', ..] && JsonPayload.TryFromUtf8(Encoding.UTF8.GetBytes(text), out var json)
                ? json
                : JsonPayload.FromString(text);
        }

        if (value.AsMap?.Source is { } source)
            return source;
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = int.MaxValue }))
            Write(writer, value);
        return new JsonPayload(buffer.WrittenMemory);
    }

    // What was read from JSON is written as it came: how deep it is makes no difference.
    private static void Write(Utf8JsonWriter writer, AttributeValue value)
    {
        if (value.AsList is { } list)
        {
            writer.WriteStartArray();
            foreach (var item in list)
                Write(writer, item);
            writer.WriteEndArray();
        }
        else if (value.AsMap?.Source is { } source)
        {
            source.WriteTo(writer);
        }
        else
        {
            value.WriteTo(writer);
        }
    }
}
