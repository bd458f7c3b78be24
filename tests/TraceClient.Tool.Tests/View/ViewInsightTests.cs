using static Microsoft.Playwright.Assertions;

namespace TraceClient.Tool.Tests;

/// <summary>Tests the critical path, the hover card, the way to the errors and the copies as Markdown.</summary>
[Collection(ClipboardTests.Name)]
public sealed class ViewInsightTests(Browser browser) : BrowserTests(browser)
{
    [Fact]
    public Task The_critical_path_lies_over_the_bars_of_the_spans_that_are_on_it() => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        await view.PressInTreeAsync("c");
        await Expect(view.Button("Critical path")).ToHaveAttributeAsync("aria-pressed", "true");
        var (axis, parts) = (await View.BoxAsync(view.Page.Locator("#axis")), view.Page.Locator(".critical-part"));
        var run = await view.Row("run").Locator(".critical-part").EvaluateAllAsync<double[]>(
            "parts => parts.flatMap(part => [part.getBoundingClientRect().left, part.getBoundingClientRect().right])");

        // The agent works alone from 400 to 500 ms and from 700 to 800 ms. The axis has a margin of 12 pixels.
        double At(double milliseconds) => axis.X + 12 + (milliseconds / 1000 * (axis.Width - 24));
        Assert.Equal([At(400), At(500), At(700), At(800)], run.Order(), (left, right) => Math.Abs(left - right) < 1);
        var tool = await View.BoxAsync(view.Row("look up").Locator(".critical-part"));
        var bar = await View.BoxAsync(view.Row("look up").Locator(".bar"));
        Assert.Equal(bar.X, tool.X, tolerance: 1);
        Assert.Equal(bar.Width, tool.Width, tolerance: 1);
        Assert.True(tool.Y + tool.Height <= bar.Y + 1);

        await view.Button("Critical path").ClickAsync();
        await Expect(parts).ToHaveCountAsync(0);
    });

    [Fact]
    public Task A_card_shows_the_span_under_the_pointer() => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        var card = view.Page.Locator(".hover-card");
        await view.Row("send mail").HoverAsync();
        await Expect(card).ToBeVisibleAsync();
        await Expect(card.Locator(".hover-name")).ToHaveTextAsync("send mail");
        await Expect(card.Locator("dt")).ToHaveTextAsync(["Type", "Status", "Time", "Critical path", "Start", "Message"]);
        await Expect(card).ToContainTextAsync("the mailbox is full");

        await view.Row("run").HoverAsync();
        await Expect(card.Locator(".hover-name")).ToHaveTextAsync("run");
        await Expect(card).ToContainTextAsync("Self time200 ms");
        await view.Page.Mouse.MoveAsync(5, 5);
        await Expect(card).ToBeHiddenAsync();
    });

    [Fact]
    public Task E_shows_the_next_error_in_the_middle_and_its_details() => Browser.ViewAsync(
        ViewTraces.Of(Enumerable.Range(0, 400).Select(i => ViewTraces.Span($"step {i}", i == 0 ? null : "step 0", i, i + 1) with
        {
            Status = i is 200 or 350 ? SpanStatus.Error : SpanStatus.Ok,
        })),
        async view =>
        {
            await view.PressInTreeAsync("e");
            await view.ExpectSelectedAsync("step 200");
            await Expect(view.Panel.Locator("h2")).ToHaveTextAsync("step 200");
            var (row, rows) = (await View.BoxAsync(view.SelectedRow), await View.BoxAsync(view.Page.Locator("#timeline")));
            // The rows begin below the overview and the axis.
            Assert.Equal(rows.Y + 68 + ((rows.Height - 68) / 2), row.Y + (row.Height / 2), tolerance: 28);

            await view.PressAsync("e");
            await Expect(view.Panel.Locator("h2")).ToHaveTextAsync("step 350");
            await view.PressAsync("e");
            await Expect(view.Panel.Locator("h2")).ToHaveTextAsync("step 200");
            await view.PressAsync("Shift+E");
            await Expect(view.Panel.Locator("h2")).ToHaveTextAsync("step 350");

            await view.Tab("Summary").ClickAsync();
            await view.PressAsync("e");
            await view.ExpectTabAsync("Timeline");
            await view.ExpectSelectedAsync("step 200");
        });

    [Theory]
    [InlineData(500, 500)]
    [InlineData(501, 11)]
    public Task A_trace_of_more_than_500_spans_starts_with_its_first_levels(int spans, int rows) => Browser.ViewAsync(
        // Ten groups below the root; the other spans are below the groups of the groups.
        ViewTraces.Of(Enumerable.Range(0, spans).Select(i => ViewTraces.Span(
            $"{i}", i switch { 0 => null, <= 5 => "0", <= 10 => $"{i - 5}", _ => $"{6 + (i % 5)}" }, 0, 1))),
        async view => await Expect(view.Grid).ToHaveAttributeAsync("aria-rowcount", $"{rows + 1}"));

    [Fact]
    public Task A_span_is_copied_as_Markdown_whose_fences_are_longer_than_those_of_its_text() => Browser.ViewAsync(
        ViewTraces.Of(ViewTraces.Span("call *the* model", null, 0, 1000) with
        {
            Status = SpanStatus.Error,
            StatusMessage = "it # failed",
            Records =
            [
                new Record { Kind = RecordKind.Input, Body = JsonPayload.Parse("""{"q":1}""") },
                new Record { Kind = RecordKind.Output, Body = JsonPayload.FromString("Code:\n````\nx\n````") },
            ],
        }),
        async view =>
        {
            await view.PressInTreeAsync("ArrowDown", "Enter");
            await view.Button("Copy the span as Markdown").ClickAsync();
            await Expect(view.Panel.Locator(".done")).ToBeVisibleAsync();
            Assert.Equal(
                """
                ### call \*the\* model (Span, 1 s, FAILED)

                - Trace: `kubiya:order run`
                - Span: `call *the* model`
                - Start: 2026-01-15T10:00:00.123456789Z
                - Message: it \# failed

                Input:

                ```json
                {
                  "q": 1
                }
                ```

                Output:

                `````
                Code:
                ````
                x
                ````
                `````

                """,
                await view.ClipboardAsync());
        });

    [Fact]
    public Task A_subtree_is_copied_as_a_list_with_the_failed_spans_below() => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        await view.OpenPanelAsync("run");
        await view.Button("Copy the span and those below it as Markdown").ClickAsync();
        await Expect(view.Panel.Locator(".done")).ToBeVisibleAsync();
        var text = await view.ClipboardAsync();
        Assert.StartsWith(
            """
            Trace `kubiya:order run`:

            - Agent **run** 1 s
              - Generation **plan** 400 ms
                - Chain **think** 200 ms
              - Tool **look up** 200 ms
              - Tool **send mail** 200 ms, FAILED

            ### send mail (Tool, 200 ms, FAILED)
            """,
            text,
            StringComparison.Ordinal);
        Assert.EndsWith("- Message: the mailbox is full\n- tool: send mail\n", text.TrimEnd('\n') + "\n", StringComparison.Ordinal);
    });
}
