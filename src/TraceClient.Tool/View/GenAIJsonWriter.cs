using TraceClient.Analysis;

namespace TraceClient.Tool;

/// <summary>Writes model calls and conversations for the page.</summary>
internal static class GenAIJsonWriter
{
    /// <summary>Writes the member <c>genAI</c>, without the messages, which the conversation has.</summary>
    public static void Write(Utf8JsonWriter json, GenAIInfo? info)
    {
        if (info is null)
            return;
        json.WriteStartObject("genAI");
        PageJsonWriter.WriteText(json, "operation", info.Operation);
        PageJsonWriter.WriteText(json, "provider", info.Provider);
        PageJsonWriter.WriteText(json, "model", info.Model);
        PageJsonWriter.WriteText(json, "response model", info.ResponseModel == info.Model ? null : info.ResponseModel);
        PageJsonWriter.WriteText(json, "agent", info.AgentName);
        PageJsonWriter.WriteText(json, "tool", info.ToolName);
        PageJsonWriter.WriteNumber(json, "input tokens", info.InputTokens);
        PageJsonWriter.WriteNumber(json, "cached input tokens", info.CachedInputTokens);
        PageJsonWriter.WriteNumber(json, "output tokens", info.OutputTokens);
        PageJsonWriter.WriteNumber(json, "total tokens", info.TotalTokens);
        PageJsonWriter.WriteText(json, "cost", info.Cost?.ToString());
        WriteNumber(json, "temperature", info.Temperature);
        WriteNumber(json, "top p", info.TopP);
        WriteNumber(json, "top k", info.TopK);
        PageJsonWriter.WriteNumber(json, "max tokens", info.MaxTokens);
        WriteNumber(json, "frequency penalty", info.FrequencyPenalty);
        WriteNumber(json, "presence penalty", info.PresencePenalty);
        PageJsonWriter.WriteNumber(json, "seed", info.Seed);
        PageJsonWriter.WriteText(json, "finish reason", info.FinishReasons.Count == 0 ? null : string.Join(", ", info.FinishReasons));
        PageJsonWriter.WriteText(json, "tool call id", info.ToolCallId);
        PageJsonWriter.WriteText(json, "conversation id", info.ConversationId);
        json.WriteEndObject();
    }

    /// <summary>Writes the messages of a conversation as a list.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="conversation">The conversation.</param>
    /// <param name="indexOf">Returns the index of a span in the page; null for one of another trace.</param>
    public static void Write(Utf8JsonWriter json, Conversation conversation, Func<Span, int?> indexOf)
    {
        // A result that the messages have is not written a second time.
        var stated = conversation.Messages.SelectMany(message => message.Message.Parts)
            .Where(part => part.Kind == GenAIPartKind.ToolResult).Select(part => part.ToolCallId).OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        json.WriteStartArray();
        foreach (var (trace, span, message, isOutput) in conversation.Messages)
        {
            json.WriteStartObject();
            json.WriteString("trace", trace.Reference.ToString());
            WriteIndex(json, "span", indexOf(span));
            PageJsonWriter.WriteText(json, "name", message.Name ?? (isOutput ? span.GenAI?.AgentName : null));
            PageJsonWriter.WriteText(json, "model", isOutput ? span.GenAI?.Model : null);
            PageJsonWriter.WriteText(
                json, "time", (isOutput ? span.EndTime ?? span.StartTime + span.Duration : span.StartTime)?.ToString());
            json.WriteString("role", message.Role);
            PageJsonWriter.WriteText(json, "finish", message.FinishReason);
            json.WriteStartArray("parts");
            foreach (var part in message.Parts)
                WritePart(json, part, conversation, stated, indexOf);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePart(
        Utf8JsonWriter json, GenAIPart part, Conversation conversation, HashSet<string> stated, Func<Span, int?> indexOf)
    {
        json.WriteStartObject();
        json.WriteString("kind", part.Kind.ToString());
        PageJsonWriter.WriteText(json, "text", part.Text);
        PageJsonWriter.WriteText(json, "id", part.ToolCallId);
        PageJsonWriter.WriteText(json, "tool", part.ToolName);
        PageJsonWriter.WriteText(json, "uri", part.Uri);
        PageJsonWriter.WriteText(json, "mediaType", part.MediaType);
        WritePayload(json, "content", part.Content);
        if (part.Kind == GenAIPartKind.ToolCall)
        {
            if (part.ToolCallId is { } id && !stated.Contains(id))
                WritePayload(json, "result", conversation.FindToolResult(part));
            WriteIndex(json, "toolSpan", conversation.FindToolSpan(part) is { } span ? indexOf(span) : null);
        }

        json.WriteEndObject();
    }

    private static void WritePayload(Utf8JsonWriter json, string name, JsonPayload payload)
    {
        if (payload.IsNull)
            return;
        json.WritePropertyName(name);
        payload.WriteTo(json);
    }

    private static void WriteIndex(Utf8JsonWriter json, string name, int? index)
    {
        if (index is { } known)
            json.WriteNumber(name, known);
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? number)
    {
        if (number is { } known && double.IsFinite(known))
            json.WriteNumber(name, known);
    }
}
