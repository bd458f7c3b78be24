using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TraceClient.Tool.Tests.Web;

/// <summary>Tests what a user does in the browser, from the list to a trace that grows.</summary>
public sealed class JourneyTests(Browser browser) : BrowserTests(browser)
{
    private const string Said = """
        [{"role":"user","parts":[{"type":"text","content":"Where is my order?"}]}]
        """;

    [Fact]
    public async Task From_the_list_to_the_conversation_the_comparison_and_a_trace_that_grows()
    {
        var source = new ServedSource("kubiya");
        source.Put(Agent("kubiya:a", "support agent", age: 3));
        source.Put(Agent("kubiya:b", "support agent", age: 2) with { Status = TraceStatus.Error });
        var running = Running(spans: 1);
        source.Put(running);
        await using var served = await Served.StartAsync(new WebServerOptions { IsPolling = false }, source);

        await ListPage.OpenAsync(Browser, served, async list =>
        {
            var page = list.Page;
            await Expect(list.Names).ToHaveTextAsync(["import", "support agent", "support agent"]);
            await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search" }).FillAsync("support");
            await Expect(list.Names).ToHaveCountAsync(2);

            await list.Names.First.ClickAsync();
            await page.GetByRole(AriaRole.Tab, new() { Name = "Conversation" }).ClickAsync();
            await Expect(page.Locator(".message-body").First).ToHaveTextAsync("Where is my order?");
            await page.GetByRole(AriaRole.Link, new() { Name = "All traces" }).ClickAsync();

            await list.WaitForAddressAsync("/");
            await page.GotoAsync($"{served.Server.Address}compare?a=kubiya:a&b=kubiya:b");
            await Expect(page.GetByRole(AriaRole.Tab, new() { Name = "Compare" })).ToHaveAttributeAsync("aria-selected", "true");
            await Expect(page.Locator(".compare-head table")).ToContainTextAsync("status");

            await page.GotoAsync($"{served.Server.Address}trace?ref=kubiya:r");
            var rows = page.Locator("#rows .row");
            await Expect(rows).ToHaveCountAsync(2);
            await Expect(page.Locator("#live")).ToBeVisibleAsync();
            await rows.First.ClickAsync();
            source.Put(Running(spans: 3) with { Status = TraceStatus.Ok, IsComplete = true });
            while (await rows.CountAsync() < 4 || await page.Locator("#live").IsVisibleAsync())
                served.Clock.Advance(TimeSpan.FromSeconds(1));

            await Expect(rows.First).ToHaveAttributeAsync("aria-selected", "true");
            await Expect(page.Locator("#panel")).ToBeVisibleAsync();
            await Expect(page.Locator("#trace-status")).ToHaveTextAsync("OK");
        });
    }

    private static Trace Agent(string reference, string name, double age)
    {
        var trace = ServedTraces.Of(reference, name, age, type: SpanType.Generation);
        var span = trace.Spans[0] with
        {
            Attributes = AttributeMap.From(
                [KeyValuePair.Create("gen_ai.operation.name", (AttributeValue)"chat"),
                    KeyValuePair.Create("gen_ai.input.messages", (AttributeValue)Said.Trim())]),
        };
        return TraceAssembler.Assemble(trace with { Spans = [], Roots = [], IsComplete = true }, [span]);
    }

    private static Trace Running(int spans)
    {
        var trace = ServedTraces.Of("kubiya:r", "import");
        return TraceAssembler.Assemble(
            trace with { Spans = [], Roots = [], Status = TraceStatus.Running, IsComplete = false },
            Enumerable.Range(0, spans + 1).Select(i => trace.Spans[0] with
            {
                Id = $"span {i}",
                Name = $"step {i}",
                ParentId = i == 0 ? null : "span 0",
            }));
    }
}
