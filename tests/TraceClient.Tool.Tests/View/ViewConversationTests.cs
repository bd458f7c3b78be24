using Microsoft.Playwright;
using TraceClient.Analysis;
using static Microsoft.Playwright.Assertions;

namespace TraceClient.Tool.Tests;

[Collection(ClipboardTests.Name)]
public sealed class ViewConversationTests(Browser browser) : BrowserTests(browser)
{
    private const string System = """{"role":"system","parts":[{"type":"text","content":"You are a support agent."}]}""";
    private const string Question = """{"role":"user","parts":[{"type":"text","content":"Where is **order 4711**?"}]}""";
    private const string Call = """
        {"role":"assistant","parts":[
          {"type":"reasoning","content":"I need the order."},
          {"type":"text","content":"I look it up."},
          {"type":"tool_call","id":"call-1","name":"look_up","arguments":{"order":4711}},
          {"type":"tool_call","id":"call-2","name":"send_mail","arguments":{"to":"Ada"}},
          {"type":"tool_call","id":"call-3","name":"wait","arguments":{}}]}
        """;

    private const string Result =
        """{"role":"tool","parts":[{"type":"tool_call_response","id":"call-1","response":{"city":"Valencia"}}]}""";
    private const string Stray = """{"role":"tool","parts":[{"type":"tool_call_response","id":"other","response":"a stray result"}]}""";
    private const string Reply = """{"role":"assistant","parts":[{"type":"text","content":"In Valencia."}],"finish_reason":"length"}""";

    private static readonly ViewSettings Settings = new() { Hash = "#tab=conversation" };

    [Fact]
    public async Task The_data_have_each_message_once_in_the_order_in_which_it_was_said()
    {
        var (_, conversation) = await PageLines.ComputedAsync(Agent());

        var messages = conversation.EnumerateArray().ToList();
        Assert.Equal(
            ["system", "user", "assistant", "tool", "tool", "assistant"],
            messages.Select(message => message.GetProperty("role").GetString()));
        Assert.Equal([1, 1, 1, 4, 4, 4], messages.Select(message => message.GetProperty("span").GetInt32()));
        var calls = messages[2].GetProperty("parts").EnumerateArray()
            .Where(part => part.GetProperty("kind").GetString() == "ToolCall").ToList();
        Assert.Equal([2, 3], calls.Take(2).Select(call => call.GetProperty("toolSpan").GetInt32()));
        // The messages have the result of the first call, and no span executed the third.
        Assert.False(calls[0].TryGetProperty("result", out _));
        Assert.Equal("the mailbox is full", calls[1].GetProperty("result").GetString());
        Assert.False(calls[2].TryGetProperty("toolSpan", out _));
    }

    [Fact]
    public Task Messages_are_shown_by_role_and_repeats_are_left_out() => Browser.ViewAsync(
        Agent(),
        async view =>
        {
            await Expect(view.Messages.Locator(".message-role")).ToHaveTextAsync(["System", "User", "Assistant", "Tool", "Assistant"]);
            await Expect(view.TabView("conversation").Locator("p.soft").First).ToHaveTextAsync(
                "5 messages. Repeats of the history that each model call carries are left out.");
            await Expect(view.Messages.Nth(1).Locator("strong")).ToHaveTextAsync("order 4711");
            await Expect(view.Messages.Nth(3)).ToContainTextAsync("a stray result");
            await Expect(view.Messages.Nth(4).Locator(".message-head")).ToContainTextAsync("gpt-5");
            await Expect(view.Messages.Nth(4).Locator(".pill")).ToHaveTextAsync("length");

            var reasoning = view.Messages.Nth(2).Locator("details.fold");
            await Expect(reasoning).Not.ToHaveAttributeAsync("open", "");
            await reasoning.Locator("summary").ClickAsync();
            await Expect(reasoning).ToContainTextAsync("I need the order.");
        },
        Settings);

    [Fact]
    public Task A_tool_call_has_its_result_from_a_message_or_from_its_span() => Browser.ViewAsync(
        Agent(),
        async view =>
        {
            var calls = view.Messages.Locator("details.tool-call");
            await Expect(calls.Locator("summary .tool-name")).ToHaveTextAsync(["look_up", "send_mail", "wait"]);
            await Expect(calls.Nth(0)).Not.ToHaveAttributeAsync("open", "");
            await calls.Nth(0).Locator("summary").ClickAsync();
            await Expect(calls.Nth(0).Locator(".json-line")).ToHaveTextAsync(["order: 4711", "city: Valencia"]);

            // The failed one is open from the start.
            await Expect(calls.Nth(1)).ToHaveAttributeAsync("open", "");
            await Expect(calls.Nth(1).Locator(".pill.error")).ToHaveTextAsync("failed");
            await Expect(calls.Nth(1).Locator(".tool-body")).ToContainTextAsync("the mailbox is full");

            await Expect(calls.Nth(2).Locator(".pill")).ToHaveTextAsync("no result");
            await calls.Nth(2).Locator("summary").ClickAsync();
            await Expect(calls.Nth(2)).ToContainTextAsync("The trace has no result of this call.");

            await calls.Nth(1).GetByRole(AriaRole.Button, new() { Name = "send_mail" }).ClickAsync();
            await view.ExpectTabAsync("Timeline");
            await view.ExpectSelectedAsync("send_mail");
        },
        Settings);

    [Fact]
    public Task A_message_can_be_copied_shown_raw_and_found_in_the_timeline() => Browser.ViewAsync(
        Agent(),
        async view =>
        {
            var question = view.Messages.Nth(1);
            await question.GetByRole(AriaRole.Button, new() { Name = "Copy the message" }).ClickAsync();
            await Expect(question.Locator(".done")).ToBeVisibleAsync();
            Assert.Equal("Where is **order 4711**?", await view.ClipboardAsync());

            var raw = question.GetByRole(AriaRole.Button, new() { Name = "Raw" });
            await raw.ClickAsync();
            await Expect(raw).ToHaveAttributeAsync("aria-pressed", "true");
            await Expect(question.Locator(".json-line").First).ToHaveTextAsync("kind: Text");
            await Expect(question.Locator("strong")).ToBeHiddenAsync();
            await raw.ClickAsync();
            await Expect(question.Locator("strong")).ToBeVisibleAsync();

            await question.GetByRole(AriaRole.Button, new() { Name = "Show the span in the timeline" }).ClickAsync();
            await view.ExpectSelectedAsync("plan");
            await Expect(view.Panel).ToContainTextAsync("3 messages first said here.");
            await view.Button("Show the conversation").ClickAsync();
            await view.ExpectTabAsync("Conversation");
        },
        Settings);

    [Fact]
    public Task Images_and_files_are_references_that_are_not_loaded() => Browser.ViewAsync(
        Said("""
            {"role":"user","parts":[
              {"type":"uri","mime_type":"image/png","uri":"https://example.com/a.png"},
              {"type":"uri","mime_type":"text/html","uri":"javascript:window.attacked=1"},
              {"type":"uri","mime_type":"text/html","uri":"data:text/html,<script>window.attacked=1</script>"},
              {"type":"blob","mime_type":"image/png"}]}
            """),
        async view =>
        {
            await Expect(view.Messages.Locator(".media")).ToHaveTextAsync(
            [
                "image/png: https://example.com/a.png", "text/html: javascript:window.attacked=1",
                "text/html: data:text/html,<script>window.attacked=1</script>", "image/png, without an address",
            ]);
            await Expect(view.Messages.Locator("a")).ToHaveCountAsync(1);
            await Expect(view.Page.Locator("img, iframe, object, embed, audio, video")).ToHaveCountAsync(0);
        },
        Settings);

    [Fact]
    public Task A_session_is_shown_as_one_conversation() => Browser.ViewAsync(
        TraceSession.Group(
        [
            Said("""{"role":"user","content":"first"}""") with { SessionId = "s" },
            Said("""{"role":"user","content":"second"}""", "later") with { SessionId = "s" },
        ]).Single(),
        async view =>
        {
            await view.ExpectTabAsync("Conversation");
            await Expect(view.Messages.Locator(".message-body").First).ToContainTextAsync("first");
            await view.Button("Whole session").ClickAsync();
            await Expect(view.Messages.Locator(".message-body:visible")).ToContainTextAsync(["first", "done", "second"]);
            await view.Messages.Nth(2).GetByRole(AriaRole.Button, new() { Name = "Show the span in the timeline" }).ClickAsync();
            await Expect(view.Page.Locator("#trace-name")).ToHaveTextAsync("later");
        });

    [Theory]
    [InlineData("__proto__")]
    [InlineData("constructor")]
    [InlineData("x;background:url(https://example.com)")]
    [InlineData("</style><style>body{display:none}")]
    [InlineData("</script><img src=x onerror=window.attacked=1>")]
    [InlineData("one\u2028two")]
    public Task Roles_names_models_tools_and_keys_stay_text(string text)
    {
        var json = JsonPayload.FromString(text);
        var message = $$$"""
            {"role":{{{json}}},"name":{{{json}}},"finish_reason":{{{json}}},"parts":[{"type":"text","content":{{{json}}}},
              {"type":"tool_call","id":{{{json}}},"name":{{{json}}},"arguments":{ {{{json}}}:1,"__proto__":{"polluted":1} } } ]}
            """;
        var call = ViewTraces.ModelCall(text, null, 0, 1, $"[{message}]", $"[{message}]");
        var span = call with
        {
            Name = text,
            Type = new SpanType(text),
            Attributes = ViewTraces.Attributes(
                call.Attributes.Where(attribute => attribute.Key != "gen_ai.request.model")
                    .Select(attribute => (attribute.Key, attribute.Value)).Append(("gen_ai.request.model", text))),
        };
        var shown = text.Replace("\u2028", "\\u2028", StringComparison.Ordinal);
        return Browser.ViewAsync(
            ViewTraces.Of(span),
            async view =>
            {
                await Expect(view.Messages.First).ToBeVisibleAsync();
                await view.Page.EvaluateAsync("document.querySelectorAll('.view details').forEach(one => { one.open = true; })");
                await Expect(view.Messages.First.Locator(".key").First).ToHaveTextAsync(shown);
                await view.Tab("Summary").ClickAsync();
                await view.Page.GetByRole(AriaRole.Group, new() { Name = "Group by" }).GetByText("Model").ClickAsync();
                await Expect(view.TabView("summary").Locator("tbody th")).ToHaveTextAsync(shown);
                Assert.False(await view.Page.EvaluateAsync<bool>("'attacked' in window || 'polluted' in {}"));
                await Expect(view.Page.Locator("body > style, img, iframe, a")).ToHaveCountAsync(0);
            },
            Settings);
    }

    private static Trace Agent() => ViewTraces.Of(
        ViewTraces.Span("run", null, 0, 1000) with { Type = SpanType.Agent },
        ViewTraces.ModelCall("plan", "run", 0, 200, $"[{System},{Question}]", $"[{Call}]"),
        ViewTraces.ToolCall("look_up", "run", 300, 400, "call-1"),
        ViewTraces.ToolCall("send_mail", "run", 400, 500, "call-2", "the mailbox is full") with { Status = SpanStatus.Error },
        ViewTraces.ModelCall("reply", "run", 600, 900, $"[{System},{Question},{Call},{Result},{Stray}]", $"[{Reply}]"));

    private static Trace Said(string message, string name = "said") => ViewTraces.Of(
        name,
        ViewTraces.ModelCall(
            $"{name} call", null, name == "said" ? 0 : 50, 100, $"[{message}]", """[{"role":"assistant","content":"done"}]"""));
}
