namespace TraceClient.Testing;

/// <summary>Writes requests to models and their responses in the formats of the providers' APIs.</summary>
/// <param name="json">The writer.</param>
/// <param name="scenario">The turn.</param>
/// <param name="call">The model call.</param>
/// <param name="round">How often the call was repeated before.</param>
/// <param name="fillRound">Replaces the placeholders in a text of a round.</param>
/// <param name="idOf">The id of a tool's call in a round, without the provider's prefix.</param>
/// <param name="usage">The token counts.</param>
internal sealed class GalteaModelCall(
    Utf8JsonWriter json, GalteaScenario scenario, GalteaStep call, int round, Func<string, int, string> fillRound,
    Func<GalteaStep, int, string> idOf, (long Input, long Output) usage)
{
    private GalteaModel Model => scenario.Agent.Model;

    private bool IsAnthropic => Model.Provider == "anthropic";

    private string System => scenario.Agent.System + Filled(scenario.ContextOf(call));

    public static string ToolCallId(GalteaModel model, string id) => (model.Provider == "anthropic" ? "toolu_" : "call_") + id;

    public void WriteRequest()
    {
        json.WriteStartObject();
        json.WriteString("model", Model.Name);
        if (IsAnthropic)
        {
            json.WriteNumber("max_tokens", 1024);
            json.WriteString("system", System);
        }
        else
        {
            json.WriteNumber("temperature", 0.2);
        }

        json.WriteStartArray("messages");
        if (!IsAnthropic)
            WriteMessage("system", System);
        foreach (var turn in scenario.Earlier)
        {
            WriteMessage("user", Filled(turn.Question));
            WriteMessage("assistant", Filled(turn.Reply));
        }

        WriteMessage("user", Filled(scenario.Turn.Question));
        foreach (var tool in scenario.ToolsBefore(call))
            WriteExchange(tool, 0);
        // Of the earlier rounds the model keeps the last one.
        foreach (var tool in scenario.ToolsAfter(call).Where(_ => call.IsRepeated && round > 1))
            WriteExchange(tool, round - 1);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public void WriteResponse(string id)
    {
        var text = Filled(call.IsReply ? scenario.Turn.Reply : call.Output);
        GalteaStep[] tools = call.IsReply ? [] : [.. scenario.ToolsAfter(call)];
        json.WriteStartObject();
        json.WriteString("id", (IsAnthropic ? "msg_" : "chatcmpl-") + id);
        json.WriteString(IsAnthropic ? "type" : "object", IsAnthropic ? "message" : "chat.completion");
        json.WriteString("model", Model.Name);
        if (IsAnthropic)
        {
            json.WriteString("role", "assistant");
            WriteToolCalls(text, tools, round);
            json.WriteString("stop_reason", tools.Length > 0 ? "tool_use" : "end_turn");
        }
        else
        {
            json.WriteStartArray("choices");
            json.WriteStartObject();
            json.WriteNumber("index", 0);
            json.WriteStartObject("message");
            json.WriteString("role", "assistant");
            WriteToolCalls(text, tools, round);
            json.WriteEndObject();
            json.WriteString("finish_reason", tools.Length > 0 ? "tool_calls" : "stop");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteStartObject("usage");
        json.WriteNumber(IsAnthropic ? "input_tokens" : "prompt_tokens", usage.Input);
        json.WriteNumber(IsAnthropic ? "output_tokens" : "completion_tokens", usage.Output);
        if (!IsAnthropic)
            json.WriteNumber("total_tokens", usage.Input + usage.Output);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private string Filled(string text) => fillRound(text, round);

    private void WriteMessage(string role, string text)
    {
        json.WriteStartObject();
        json.WriteString("role", role);
        json.WriteString("content", text);
        json.WriteEndObject();
    }

    /// <summary>A tool call as the model requested it, and its result.</summary>
    private void WriteExchange(GalteaStep tool, int of)
    {
        json.WriteStartObject();
        json.WriteString("role", "assistant");
        WriteToolCalls("", [tool], of);
        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteString("role", IsAnthropic ? "user" : "tool");
        if (IsAnthropic)
        {
            json.WriteStartArray("content");
            json.WriteStartObject();
            json.WriteString("type", "tool_result");
        }

        json.WriteString(IsAnthropic ? "tool_use_id" : "tool_call_id", ToolCallId(Model, idOf(tool, of)));
        json.WriteString("content", fillRound(scenario.ResultOf(tool), of));
        if (IsAnthropic)
        {
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>The members of an assistant's message: its text and its tool calls.</summary>
    private void WriteToolCalls(string text, GalteaStep[] tools, int of)
    {
        if (!IsAnthropic)
            json.WriteString("content", text.Length == 0 ? null : text);
        if (!IsAnthropic && tools.Length == 0)
            return;
        json.WriteStartArray(IsAnthropic ? "content" : "tool_calls");
        if (IsAnthropic && text.Length > 0)
            WritePart("text", text);
        foreach (var tool in tools)
        {
            json.WriteStartObject();
            json.WriteString("id", ToolCallId(Model, idOf(tool, of)));
            json.WriteString("type", IsAnthropic ? "tool_use" : "function");
            if (!IsAnthropic)
                json.WriteStartObject("function");
            json.WriteString("name", tool.Name);
            json.WritePropertyName(IsAnthropic ? "input" : "arguments");
            if (IsAnthropic)
                json.WriteRawValue(fillRound(tool.Input, of), skipInputValidation: true);
            else
                json.WriteStringValue(fillRound(tool.Input, of));
            if (!IsAnthropic)
                json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WritePart(string type, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
