using System.Text.Json;
using Microsoft.Playwright;
using TraceClient.Analysis;
using static Microsoft.Playwright.Assertions;

namespace TraceClient.Tool.Tests;

/// <summary>Checks each part of the page with axe-core, whose script <c>eng/browser</c> fetches.</summary>
public sealed class ViewAccessibilityTests(Browser browser) : BrowserTests(browser)
{
    private const string Variable = "TRACECLIENT_AXE";

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 390)]
    public async Task No_part_of_the_page_has_a_serious_violation(ColorScheme colors, int width)
    {
        var settings = new ViewSettings { ColorScheme = colors, Width = width, BypassPolicy = true };
        await Browser.ViewAsync(
            Agent(),
            async view =>
            {
                await view.Page.EvaluateAsync(Axe());
                await CheckAsync(view, "timeline");
                await view.PressInTreeAsync("e", "c");
                await Expect(view.Panel).ToBeVisibleAsync();
                await CheckAsync(view, "details");
                await view.PressAsync("Escape");
                await view.PressAsync("?");
                await CheckAsync(view, "help");
                await view.PressAsync("Escape");
                foreach (var tab in (string[])["Conversation", "Records", "Summary"])
                {
                    await view.Tab(tab).ClickAsync();
                    await view.Page.EvaluateAsync("document.querySelectorAll('.view details').forEach(one => { one.open = true; })");
                    await CheckAsync(view, tab);
                }
            },
            settings);
        await Browser.ViewAsync(
            TraceComparison.Compare(ViewTraces.Agent(), Agent()),
            async view =>
            {
                await view.Page.EvaluateAsync(Axe());
                await view.Page.Locator(".compare-row").Nth(1).ClickAsync();
                await CheckAsync(view, "comparison");
            },
            settings);
    }

    private static async Task CheckAsync(View view, string part)
    {
        var violations = await view.Page.EvaluateAsync<JsonElement>(
            """
            async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
              .filter(one => one.impact === "serious" || one.impact === "critical")
              .flatMap(one => one.nodes.map(node => `${one.id}: ${node.failureSummary} ${node.html}`))
            """);
        Assert.True(violations.GetArrayLength() == 0, $"{part}: {violations}");
    }

    private static string Axe()
    {
        var path = Environment.GetEnvironmentVariable(Variable);
        Assert.True(File.Exists(path), $"{Variable} does not name the script of axe-core. Run eng/browser, which fetches it.");
        return File.ReadAllText(path!);
    }

    private static Trace Agent()
    {
        var pipeline = ViewTraces.Step("clean", "run", SpanType.Filter, """{"id":1,"text":"a long enough text"}""");
        return ViewTraces.Of(
            [
                .. ViewTraces.Agent().Spans,
                ViewTraces.ModelCall(
                    "talk", "run", 0, 200,
                    """[{"role":"system","content":"Be **brief**."},{"role":"user","content":"| a |\n|---|\n| b |"}]""",
                    """[{"role":"assistant","parts":[{"type":"tool_call","id":"c","name":"wait","arguments":{"a":{"b":[1]}}}]}]"""),
                ViewTraces.ToolCall("wait", "run", 200, 300, "c", """{"done":"```\ncode\n```"}""") with { Status = SpanStatus.Error },
                ViewTraces.Step("read", "run", SpanType.Input, """{"id":1,"text":"a long enough text","more":"[1,2]"}"""),
                pipeline with { ParentId = "read" },
            ]);
    }
}
