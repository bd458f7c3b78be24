using static TraceClient.Analysis.Tests.RandomTrace;

namespace TraceClient.Analysis.Tests;

public sealed class ConversationTests
{
    private const string System = """{"role":"system","parts":[{"type":"text","content":"Be brief."}]}""";
    private const string Question = """{"role":"user","parts":[{"type":"text","content":"Where is order 7?"}]}""";
    private const string Call =
        """{"role":"assistant","parts":[{"type":"tool_call","id":"c1","name":"lookup","arguments":{"id":7}}]}""";
    private const string Result = """{"role":"tool","parts":[{"type":"tool_call_response","id":"c1","response":{"at":"Bern"}}]}""";
    private const string Final = """{"role":"assistant","parts":[{"type":"text","content":"In Bern."}]}""";
    private const string Yes = """{"role":"user","parts":[{"type":"text","content":"yes"}]}""";

    [Fact]
    public void The_history_that_calls_repeat_and_what_an_agent_repeats_of_its_calls_are_left_out()
    {
        var conversation = Of(
            Messages("agent", null, 0, 10, [Question], [Final]),
            Messages("first", "agent", 1, 2, [System, Question], [Call]),
            Tool("tool", "agent", 3, 4),
            Messages("second", "agent", 5, 9, [System, Question, Call, Result], [Final])).ReadConversation();

        Assert.Equal(
            [
                ("system", "first", false), ("user", "agent", false), ("assistant", "first", true), ("tool", "second", false),
                ("assistant", "second", true),
            ],
            conversation.Messages.Select(one => (one.Message.Role, one.Span.Id, one.IsOutput)));
    }

    [Fact]
    public void The_same_words_said_again_are_another_message()
    {
        var conversation = Of(
            Messages("first", null, 0, 1, [Yes], [Final]),
            Messages("second", null, 2, 3, [Yes, Final, Yes], [Final])).ReadConversation();

        Assert.Equal(["user", "assistant", "user", "assistant"], conversation.Messages.Select(one => one.Message.Role));
    }

    [Fact]
    public void A_tool_call_has_its_span_and_its_result()
    {
        var conversation = Of(
            Messages("first", null, 0, 1, [Question], [Call]), Tool("tool", null, 2, 3),
            Messages("second", null, 4, 5, [Question, Call, Result], [Final])).ReadConversation();
        var call = conversation.Messages.SelectMany(one => one.Message.Parts).Single(part => part.Kind == GenAIPartKind.ToolCall);

        Assert.Equal("tool", conversation.FindToolSpan(call)?.Id);
        Assert.Equal("""{"at":"Bern"}""", conversation.FindToolResult(call).ToString());
    }

    [Fact]
    public void A_tool_call_without_a_span_has_the_result_of_the_messages_and_one_without_both_has_none()
    {
        var conversation = Of(
            Messages("first", null, 0, 1, [Question], [Call]),
            Messages("second", null, 4, 5, [Question, Call, Result], [Final])).ReadConversation();
        var call = conversation.Messages.SelectMany(one => one.Message.Parts).Single(part => part.Kind == GenAIPartKind.ToolCall);

        Assert.Null(conversation.FindToolSpan(call));
        Assert.Equal("""{"at":"Bern"}""", conversation.FindToolResult(call).ToString());
        Assert.True(conversation.FindToolResult(call with { ToolCallId = "c2" }).IsNull);
    }

    [Fact]
    public void A_session_is_one_conversation_over_its_traces()
    {
        var first = Of(Messages("1", null, 0, 1, [Question], [Final])) with { Reference = new("made", "1"), SessionId = "s" };
        var second = Of(Messages("2", null, 5, 6, [Question, Final, Yes], [Final])) with { Reference = new("made", "2"), SessionId = "s" };
        var other = Of(Span("3", null, 9, 10)) with { Reference = new("made", "3") };

        var session = Assert.Single(TraceSession.Group([second, other, first]));

        Assert.Equal(("made", "s", 2), (session.Source, session.Id, session.Traces.Count));
        Assert.Equal((first.StartTime, second.EndTime, TimeSpan.FromSeconds(2)), (session.StartTime, session.EndTime, session.TotalTime));
        Assert.Equal(
            [("1", "user"), ("1", "assistant"), ("2", "user"), ("2", "assistant")],
            session.ReadConversation().Messages.Select(one => (one.Trace.Id, one.Message.Role)));
    }

    [Fact]
    public void A_trace_without_messages_is_an_empty_conversation() => Assert.Empty(Of(Span("a", null, 0, 1)).ReadConversation().Messages);

    private static Span Messages(string id, string? parentId, double start, double end, string[] inputs, string[] outputs) =>
        Span(id, parentId, start, end, type: id == "agent" ? SpanType.Agent : SpanType.Generation) with
        {
            Attributes = AttributeMap.From(
            [
                new("gen_ai.input.messages", $"[{string.Join(',', inputs)}]"),
                new("gen_ai.output.messages", $"[{string.Join(',', outputs)}]"),
            ]),
        };

    private static Span Tool(string id, string? parentId, double start, double end) =>
        Span(id, parentId, start, end, type: SpanType.Tool) with
        {
            Attributes = AttributeMap.From(
                [new("gen_ai.tool.call.id", "c1"), new("gen_ai.tool.name", "lookup"), new("gen_ai.tool.call.result", """{"at":"Bern"}""")]),
        };
}
