using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace TraceClient.Tool.Tests;

public sealed partial class ViewSearchTests(Browser browser) : BrowserTests(browser)
{
    [Theory]
    [InlineData("LOOK", "look up")]
    [InlineData("shop.city", "look up")]
    [InlineData("order 4711", "plan")]
    [InlineData("left valencia", "plan")]
    [InlineData("mailbox is full", "send mail")]
    public Task It_finds_names_attributes_records_and_messages(string text, string name) =>
        Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        await view.Search.FillAsync(text);
        await Expect(view.Page.Locator("#search-count")).ToHaveTextAsync("1");
        await Expect(view.Page.Locator(".row.found .name")).ToHaveTextAsync(name);

        await view.Search.PressAsync("Enter");
        await view.ExpectSelectedAsync(name);
        await Expect(view.Page.Locator("#search-count")).ToHaveTextAsync("1 of 1");
    });

    [Fact]
    public Task Enter_and_Shift_Enter_go_round_through_the_matches() => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        await view.PressAsync("/");
        await Expect(view.Search).ToBeFocusedAsync();
        await view.Page.Keyboard.TypeAsync("valencia");
        await view.PressAsync("Enter");
        await view.ExpectSelectedAsync("plan");
        await view.PressAsync("Enter");
        await view.ExpectSelectedAsync("look up");
        await view.PressAsync("Enter");
        await view.ExpectSelectedAsync("plan");
        await view.PressAsync("Shift+Enter");
        await view.ExpectSelectedAsync("look up");
        await Expect(view.Page.Locator("#search-count")).ToHaveTextAsync("2 of 2");
    });

    [Fact]
    public Task Matches_are_marked_in_the_tree_and_in_the_panel() => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        await view.Search.FillAsync("plan");
        await Expect(view.Row("plan").Locator("mark")).ToHaveTextAsync("plan");

        await view.Search.FillAsync("4711");
        await Expect(view.Row("plan").Locator(".pill.match")).ToBeVisibleAsync();
        await view.OpenPanelAsync("plan");
        await Expect(view.Section("Input").Locator("mark")).ToHaveTextAsync("4711");
    });

    [Fact]
    public Task A_match_inside_of_a_collapsed_span_is_opened() => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        await view.Button("Collapse all").ClickAsync();
        await view.Search.FillAsync("think");
        await view.Search.PressAsync("Enter");
        await view.ExpectSelectedAsync("think");
    });

    [Fact]
    public Task A_search_without_matches_says_so() => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        await view.Search.FillAsync("(.*");
        await Expect(view.Page.Locator("#search-count")).ToHaveTextAsync("No matches");
        await Expect(view.Button("Next match")).ToBeDisabledAsync();

        await view.Search.PressAsync("Escape");
        await Expect(view.Search).ToHaveValueAsync("");
        await Expect(view.Page.Locator("#search-count")).ToHaveTextAsync("");
    });

    [Fact]
    public Task Only_the_matches_and_what_they_are_part_of_can_be_shown() => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        await view.Search.FillAsync("think");
        await view.Button("Show only matches").ClickAsync();
        await view.ExpectNamesAsync("run", "plan", "think");
        await Expect(view.Row("plan")).ToHaveClassAsync(Context());
        await Expect(view.Row("think")).Not.ToHaveClassAsync(Context());
    });

    [Fact]
    public Task A_type_in_the_legend_filters_and_keeps_the_way_to_it() => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        await Expect(view.Page.Locator("#legend .chip")).ToHaveTextAsync(["Agent1", "Tool2", "Generation1", "Chain1"]);

        await view.Chip("Tool").ClickAsync();
        await view.ExpectNamesAsync("run", "look up", "send mail");
        await Expect(view.Row("run")).ToHaveClassAsync(Context());
        await Expect(view.Page.Locator("#row-count")).ToHaveTextAsync("2 of 5");

        await view.Chip("Chain").ClickAsync();
        await view.ExpectNamesAsync("run", "plan", "think", "look up", "send mail");
        await view.Button("Clear filters").ClickAsync();
        await Expect(view.Page.Locator(".row.context")).ToHaveCountAsync(0);
    });

    [Fact]
    public Task Errors_can_be_shown_alone() => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        await view.Page.Locator("#errors-only").ClickAsync();
        await view.ExpectNamesAsync("run", "send mail");
    });

    [Fact]
    public Task Filters_that_leave_nothing_say_so_and_can_be_cleared() => Browser.ViewAsync(ViewTraces.Agent(), async view =>
    {
        await view.Chip("Chain").ClickAsync();
        await view.Page.Locator("#errors-only").ClickAsync();
        await Expect(view.Page.GetByText("No matching spans")).ToBeVisibleAsync();

        await view.Page.Locator("#empty-clear").ClickAsync();
        await view.ExpectNamesAsync("run", "plan", "think", "look up", "send mail");
    });

    [GeneratedRegex(@"\bcontext\b")]
    private static partial Regex Context();
}
