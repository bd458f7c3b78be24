using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TraceClient.Tool.Tests;

public sealed class ViewSummaryTests(Browser browser) : BrowserTests(browser)
{
    private static readonly ViewSettings Settings = new() { Hash = "#tab=summary" };

    [Fact]
    public async Task The_data_have_groups_by_name_type_and_model_and_the_critical_path()
    {
        var (analysis, _) = await PageLines.ComputedAsync(Trace());

        string[] KeysOf(string by) => [.. analysis.GetProperty("groups").GetProperty(by).EnumerateArray()
            .Select(group => $"{group.GetProperty("key")} {group.GetProperty("count")}").Order(StringComparer.Ordinal)];
        Assert.Equal(["run 1", "step 2", "think 2"], KeysOf("name"));
        Assert.Equal(["Agent 1", "Generation 2", "Tool 2"], KeysOf("type"));
        Assert.Equal(["gpt-5 2"], KeysOf("model"));
        Assert.Equal(
            ["0 0 100000000", "1 100000000 300000000", "0 300000000 400000000", "4 400000000 900000000", "0 900000000 1000000000"],
            analysis.GetProperty("criticalPath").EnumerateArray().Select(part => $"{part[0]} {part[1]} {part[2]}"));
    }

    [Fact]
    public Task Groups_are_chosen_and_sorted_by_a_column() => Browser.ViewAsync(
        Trace(),
        async view =>
        {
            var summary = view.TabView("summary");
            await Expect(Group("Type")).ToHaveAttributeAsync("aria-pressed", "true");
            await Expect(summary.Locator("tbody th")).ToHaveTextAsync(["Agent", "Tool", "Generation"]);
            await Expect(summary.Locator("th[aria-sort]")).ToHaveTextAsync("Total");
            await Expect(summary.Locator("th[aria-sort]")).ToHaveAttributeAsync("aria-sort", "descending");

            await Sort("Total");
            await Expect(summary.Locator("tbody th")).ToHaveTextAsync(["Generation", "Tool", "Agent"]);
            await Expect(summary.Locator("th[aria-sort]")).ToHaveAttributeAsync("aria-sort", "ascending");
            await Sort("Tokens");
            await Expect(summary.Locator("th[aria-sort]")).ToHaveTextAsync("Tokens");
            await Expect(summary.Locator("tbody th").First).ToHaveTextAsync("Generation");
            await Expect(summary.Locator("tbody tr").First.Locator("td")).ToHaveTextAsync(
                ["2", "–", "50 ms", "50 ms", "25 ms", "25 ms", "240", "–"]);
            await Sort("Type");
            await Expect(summary.Locator("tbody th")).ToHaveTextAsync(["Agent", "Generation", "Tool"]);
            await Expect(summary.Locator("thead .link").First).ToBeFocusedAsync();

            await Group("Name").ClickAsync();
            await Expect(summary.Locator("tbody th")).ToHaveTextAsync(["run", "step", "think"]);
            await Group("Model").ClickAsync();
            await Expect(summary.Locator("tbody th")).ToHaveTextAsync("gpt-5");

            ILocator Group(string by) => summary.GetByRole(AriaRole.Group, new() { Name = "Group by" }).GetByText(by);

            Task Sort(string column) => summary.Locator("thead").GetByRole(AriaRole.Button, new() { Name = column }).ClickAsync();
        },
        Settings);

    [Fact]
    public Task The_slowest_spans_and_the_critical_path_lead_to_the_timeline() => Browser.ViewAsync(
        Trace(),
        async view =>
        {
            var sections = view.TabView("summary").Locator(".columns section");
            await Expect(sections.Locator("h2")).ToHaveTextAsync(["Longest self times", "Slowest spans", "Critical path", "Longest gaps"]);
            await Expect(sections.Nth(1).Locator("li").First).ToHaveTextAsync("run1 s");
            await Expect(sections.Nth(2).Locator("li")).ToHaveTextAsync(["step500 ms, 50 %", "run300 ms, 30 %", "step200 ms, 20 %"]);

            await sections.Nth(2).GetByRole(AriaRole.Button, new() { Name = "step" }).First.ClickAsync();
            await view.ExpectTabAsync("Timeline");
            await Expect(view.SelectedRow).ToHaveAttributeAsync("id", "row-4");
        },
        Settings);

    private static Trace Trace() => ViewTraces.Of(
        ViewTraces.Span("a", null, 0, 1000) with { Name = "run", Type = SpanType.Agent },
        ViewTraces.Span("b", "a", 100, 300) with { Name = "step", Type = SpanType.Tool },
        ViewTraces.Span("c", "a", 400, 900) with { Name = "step", Type = SpanType.Tool, Status = SpanStatus.Error },
        ViewTraces.ModelCall("d", "a", 150, 175, "[]", "[]") with { Name = "think" },
        ViewTraces.ModelCall("e", "a", 200, 225, "[]", "[]") with { Name = "think" });
}
